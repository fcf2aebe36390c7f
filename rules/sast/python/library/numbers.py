import datetime
import hashlib
import ipaddress
import uuid
from decimal import Decimal

NAMES = {"a": 1}

text = source()
# ruleid: python.numbers
sink(text)
# ruleid: python.numbers
sink(text.strip())
# ok: python.numbers
sink(int(text))
# ok: python.numbers
sink(f"{float(text)} {len(text)}")
# ok: python.numbers
sink(str(uuid.UUID(text)))
# ok: python.numbers
sink(ipaddress.ip_address(text))
# ok: python.numbers
sink(Decimal(text))
# ok: python.numbers
sink(datetime.datetime.strptime(text, "%Y").isoformat())
# ok: python.numbers
sink(hashlib.sha256(text.encode()).hexdigest())
# ok: python.numbers
sink(text == "a")
# ok: python.numbers
sink(text.startswith("a"))
# ok: python.numbers
sink(NAMES[text])
# ruleid: python.numbers
sink(str(text))
