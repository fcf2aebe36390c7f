import code
import cgitb

import debugpy
import IPython
import remote_pdb
from cgitb import enable
from debugpy import listen
from IPython import embed

# ruleid: python.debugger-attached
debugpy.connect(("10.0.0.5", 5678))
# ruleid: python.debugger-attached
debugpy.listen(5678)
# ruleid: python.debugger-attached
remote_pdb.set_trace(port=4444)
# ruleid: python.debugger-attached
listen(("127.0.0.1", 5678))
# ok: python.debugger-attached
remote_pdb.set_trace(host="0.0.0.0")
# ok: python.debugger-attached
debugpy.is_client_connected()
# ok: python.debugger-attached
tracer.settrace("10.0.0.5")

# ruleid: python.interactive-console
code.interact(local=locals())
# ruleid: python.interactive-console
embed()
# ruleid: python.interactive-console
IPython.embed(colors="neutral")
# ok: python.interactive-console
model.embed("text")
# ok: python.interactive-console
code.compile_command("1 + 1")

# ruleid: python.cgitb
cgitb.enable()
# ruleid: python.cgitb
enable(display=1)
# ok: python.cgitb
cgitb.enable(display=0, logdir="/var/log/app")
# ok: python.cgitb
cgitb.enable(0)
