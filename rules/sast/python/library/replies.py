import subprocess

import requests

# ruleid: python.replies
sink(subprocess.check_output(["git", "status"]).decode())
done = subprocess.run(["git", "status"], capture_output=True)
# ruleid: python.replies
sink(done.stdout)
# ok: python.replies
sink(done.returncode)
# ruleid: python.replies
sink(requests.get("https://example.com", timeout=5).text)
# ok: python.replies
sink(requests.codes.ok)


def rows(cursor):
    cursor.execute("SELECT name FROM users")
    for row in cursor.fetchall():
        # ruleid: python.replies
        sink(row[0])
    # ok: python.replies
    sink(cursor.rowcount)
