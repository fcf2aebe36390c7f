import asyncssh
import fabric
import paramiko
import pysftp
from asyncssh import connect
from ncclient import manager
from netmiko import ConnectHandler
from paramiko import DSSKey, MissingHostKeyPolicy, Transport
from paramiko.agent import AgentRequestHandler


# ruleid: python.ssh-policy-accepts-all
class Silent(MissingHostKeyPolicy):
    def missing_host_key(self, client, hostname, key):
        pass


# ok: python.ssh-policy-accepts-all
class Asking(MissingHostKeyPolicy):
    def missing_host_key(self, client, hostname, key):
        if not ask(hostname, key.get_fingerprint()):
            raise paramiko.SSHException(hostname)


def login(client, host, user, password, key):
    # ruleid: python.ssh-policy-accepts-all
    client.set_missing_host_key_policy(paramiko.MissingHostKeyPolicy())
    # ok: python.ssh-policy-accepts-all
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    transport = paramiko.Transport((host, 22))
    # ruleid: python.paramiko-transport-unverified
    transport.connect(username=user, password=password)
    with Transport((host, 22)) as channel:
        # ruleid: python.paramiko-transport-unverified
        channel.connect(username=user, pkey=key)
    # ok: python.paramiko-transport-unverified
    transport.connect(hostkey=key, username=user, password=password)
    # ok: python.paramiko-transport-unverified
    client.connect(host, username=user, password=password)


async def run(host, hosts, options):
    # ruleid: python.asyncssh-unknown-host
    await asyncssh.connect(host, known_hosts=None)
    # ruleid: python.asyncssh-unknown-host
    async with connect(host, username="app", known_hosts=None) as session:
        await session.run("uptime")
    # ok: python.asyncssh-unknown-host
    await asyncssh.connect(host, known_hosts=hosts)
    # ok: python.asyncssh-unknown-host
    await asyncssh.connect(host)
    # ruleid: python.ssh-weak-algorithms
    await asyncssh.connect(host, encryption_algs=["3des-cbc", "aes128-ctr"])
    # ruleid: python.ssh-weak-algorithms
    await asyncssh.connect(host, kex_algs="+diffie-hellman-group1-sha1")
    # ok: python.ssh-weak-algorithms
    await asyncssh.connect(host, encryption_algs=["aes256-gcm@openssh.com"])
    # ok: python.ssh-weak-algorithms
    await asyncssh.connect(host, mac_algs="hmac-sha2-256")
    # ruleid: python.ssh-agent-forwarded
    await asyncssh.connect(host, agent_forwarding=True)
    # ok: python.ssh-agent-forwarded
    await asyncssh.connect(host, agent_forwarding=False)


def fetch(host, user, client):
    options = pysftp.CnOpts()
    # ruleid: python.pysftp-unknown-host
    options.hostkeys = None
    pysftp.Connection(host, username=user, cnopts=options)


def fetch_if(host, user, careless):
    lenient = pysftp.CnOpts()
    if careless:
        # ruleid: python.pysftp-unknown-host
        lenient.hostkeys = None
    return pysftp.Connection(host, username=user, cnopts=lenient)


def fetch_safely(host, user, cache):
    options = pysftp.CnOpts(knownhosts="known_hosts")
    # ok: python.pysftp-unknown-host
    options.log = True
    # ok: python.pysftp-unknown-host
    cache.hostkeys = None
    return pysftp.Connection(host, username=user, cnopts=options)


def configure(host, user, password):
    # ruleid: python.network-device-unknown-host
    manager.connect(host=host, username=user, hostkey_verify=False)
    # ruleid: python.network-device-unknown-host
    device = {"host": host, "auth_strict_key": False}
    # ok: python.network-device-unknown-host
    manager.connect(host=host, username=user, hostkey_verify=True)
    # ok: python.network-device-unknown-host
    ConnectHandler(host=host, username=user, ssh_strict=True)
    # ruleid: python.network-device-unknown-host
    ConnectHandler(host=host, username=user, ssh_strict=False)
    # ruleid: python.ssh-agent-forwarded
    fabric.Connection(host, forward_agent=True)
    # ok: python.ssh-agent-forwarded
    fabric.Connection(host, gateway=fabric.Connection("jump"))
    return device


def old_host(client, host, path, session):
    # ruleid: python.ssh-weak-algorithms
    Transport._preferred_kex = ("diffie-hellman-group1-sha1",)
    # ruleid: python.ssh-weak-algorithms
    client.connect(
        host,
        disabled_algorithms={"pubkeys": ["rsa-sha2-256", "rsa-sha2-512"]},
    )
    # ok: python.ssh-weak-algorithms
    client.connect(host, disabled_algorithms={"keys": ["ssh-rsa"]})
    # ruleid: python.ssh-dss-key
    DSSKey.generate(1024)
    # ruleid: python.ssh-dss-key
    paramiko.DSSKey.from_private_key_file(path)
    # ok: python.ssh-dss-key
    paramiko.Ed25519Key.from_private_key_file(path)
    # ok: python.ssh-dss-key
    paramiko.RSAKey.generate(3072)
    # ruleid: python.ssh-agent-forwarded
    AgentRequestHandler(session)


class Open(paramiko.ServerInterface):
    # ruleid: python.ssh-server-accepts-all
    def check_auth_password(self, username, password):
        return paramiko.AUTH_SUCCESSFUL

    # ok: python.ssh-server-accepts-all
    def check_auth_publickey(self, username, key):
        if key in self.allowed:
            return paramiko.AUTH_SUCCESSFUL
        return paramiko.AUTH_FAILED


class Public(asyncssh.SSHServer):
    # ruleid: python.ssh-server-accepts-all
    def begin_auth(self, username):
        return False


class Private(asyncssh.SSHServer):
    # ok: python.ssh-server-accepts-all
    def begin_auth(self, username):
        return True

    # ok: python.ssh-server-accepts-all
    def validate_password(self, username, password):
        return self.store.verify(username, password)
