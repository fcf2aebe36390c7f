import os

import celery
import dramatiq
import kombu
from celery import Celery, platforms, shared_task
from kombu import Connection, Consumer
from dramatiq.encoder import PickleEncoder
from rq import Queue
from rq.serializers import JSONSerializer, PickleSerializer

app = Celery("shop")

# ruleid: python.celery-pickle
app.conf.accept_content = ["json", "pickle"]
# ruleid: python.celery-pickle
app.conf.update(task_serializer="pickle", timezone="UTC")
# ruleid: python.celery-pickle
CELERY_ACCEPT_CONTENT = ["application/x-python-serialize"]
# ruleid: python.celery-pickle
CELERY_TASK_SERIALIZER = "pickle"
# ok: python.celery-pickle
app.conf.accept_content = ["json"]
# ok: python.celery-pickle
CELERY_TASK_SERIALIZER = "json"
# ok: python.celery-pickle
formats = ["json", "pickle"]


# ruleid: python.celery-pickle
@shared_task(serializer="pickle")
def resize(picture):
    return picture


# ok: python.celery-pickle
@shared_task(serializer="json")
def mail(address):
    return address


# ruleid: python.kombu-pickle
kombu.enable_insecure_serializers()
# ruleid: python.kombu-pickle
Consumer(channel, queues=[orders], accept=["json", "pickle"])
# ok: python.kombu-pickle
kombu.disable_insecure_serializers()
# ok: python.kombu-pickle
Consumer(channel, queues=[orders], accept=["json"])

# ruleid: python.task-queue-pickle
dramatiq.set_encoder(PickleEncoder())
# ruleid: python.task-queue-pickle
Queue("orders", connection=redis, serializer=PickleSerializer)
# ok: python.task-queue-pickle
dramatiq.set_encoder(dramatiq.JSONEncoder())
# ok: python.task-queue-pickle
Queue("orders", connection=redis, serializer=JSONSerializer)

# ruleid: python.celery-worker-as-root
os.environ["C_FORCE_ROOT"] = "true"
# ruleid: python.celery-worker-as-root
platforms.C_FORCE_ROOT = True
# ok: python.celery-worker-as-root
os.environ.pop("C_FORCE_ROOT", None)
# ok: python.celery-worker-as-root
platforms.C_FORCE_ROOT = False

# ruleid: python.flower-open
os.environ["FLOWER_UNAUTHENTICATED_API"] = "true"
# ruleid: python.flower-open
os.environ.setdefault("FLOWER_UNAUTHENTICATED_API", "1")
# ok: python.flower-open
os.environ["FLOWER_UNAUTHENTICATED_API"] = "false"
# ok: python.flower-open
os.environ["FLOWER_PORT"] = "1"
