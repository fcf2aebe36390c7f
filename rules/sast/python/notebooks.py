import os
import subprocess

import ray
import sentry_sdk
import streamlit as st
from dask.distributed import Client, LocalCluster
from dummyauthenticator import DummyAuthenticator

c = get_config()
d = get_config()

# ruleid: python.jupyter-without-login
c.NotebookApp.token = ""
# ruleid: python.jupyter-without-login
c.IdentityProvider.token = ""
# ok: python.jupyter-without-login
c.ServerApp.token = os.environ["JUPYTER_TOKEN"]
# ok: python.jupyter-without-login
c.Client.token = ""
# ok: python.jupyter-without-login
d.ServerApp.token = ""
d.ServerApp.password = os.environ["JUPYTER_PASSWORD_HASH"]

# ruleid: python.jupyter-xsrf-off
c.NotebookApp.disable_check_xsrf = True
# ruleid: python.jupyter-xsrf-off
c.ServerApp.disable_check_xsrf = True
# ok: python.jupyter-xsrf-off
c.ServerApp.disable_check_xsrf = False
# ok: python.jupyter-xsrf-off
c.ServerApp.allow_root = True

# ruleid: python.jupyter-any-origin
c.ServerApp.allow_origin = "*"
# ruleid: python.jupyter-any-origin
c.NotebookApp.allow_origin_pat = ".*"
# ok: python.jupyter-any-origin
c.ServerApp.allow_origin = "https://hub.example.org"
# ok: python.jupyter-any-origin
c.ServerApp.ip = "*"

# ruleid: python.jupyterhub-no-password
c.JupyterHub.authenticator_class = "dummy"
# ruleid: python.jupyterhub-no-password
c.JupyterHub.authenticator_class = DummyAuthenticator
# ok: python.jupyterhub-no-password
c.JupyterHub.authenticator_class = "pam"
# ok: python.jupyterhub-no-password
c.JupyterHub.spawner_class = "dummy"

# ruleid: python.dashboard-listens-outside
ray.init(dashboard_host="0.0.0.0")
# ruleid: python.dashboard-listens-outside
cluster = LocalCluster(n_workers=4, dashboard_address="0.0.0.0:8787")
# ok: python.dashboard-listens-outside
ray.init(dashboard_host="127.0.0.1")
# ok: python.dashboard-listens-outside
cluster = LocalCluster(host="0.0.0.0", security=security)
# ok: python.dashboard-listens-outside
client = Client(dashboard_address=":8787")

# ruleid: python.superset-protection-off
TALISMAN_ENABLED = False
# ruleid: python.superset-protection-off
HTML_SANITIZATION: bool = False
# ok: python.superset-protection-off
TALISMAN_ENABLED = True
# ok: python.superset-protection-off
TALISMAN_ENABLED = env_flag("TALISMAN_ENABLED")

# ruleid: python.streamlit-protection-off
os.environ["STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION"] = "false"
# ruleid: python.streamlit-protection-off
subprocess.run(["streamlit", "run", "--server.enableCORS=false", "app.py"])
# ok: python.streamlit-protection-off
os.environ["STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION"] = "true"
# ok: python.streamlit-protection-off
subprocess.run(["streamlit", "run", "--server.headless=false", "app.py"])

# ruleid: python.sentry-personal-data
sentry_sdk.init(dsn=dsn, send_default_pii=True)
# ruleid: python.sentry-personal-data
sentry_sdk.init(dsn, traces_sample_rate=0.1, send_default_pii=True)
# ok: python.sentry-personal-data
sentry_sdk.init(dsn=dsn, send_default_pii=False)
# ok: python.sentry-personal-data
sentry_sdk.init(dsn=dsn)
