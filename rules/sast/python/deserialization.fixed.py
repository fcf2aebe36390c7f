import pickle
import pickle as p
import shelve

import dill
import joblib
import multiprocessing
import numpy as np
import pandas as pd
import ruamel.yaml
import torch
import yaml
from joblib import load as thaw
from multiprocessing.connection import Client, Listener
from multiprocessing.managers import BaseManager
from numpy import load as load_array
from pickle import dumps
from pickle import load as load_pickle
from pickle import loads as restore
from ruamel.yaml import YAML
from torch import load as load_model
from yaml import FullLoader as AnyLoader
from yaml import Loader, SafeLoader, load
from yaml import load as read_yaml

try:
    import cPickle as compact
except ImportError:
    import pickle as compact


def read(data, stream, path):
    # ruleid: python.pickle-load
    pickle.load(stream)
    # ruleid: python.pickle-load
    state = p.loads(data)
    # ruleid: python.pickle-load
    restore(data)
    # ruleid: python.pickle-load
    compact.loads(data)
    # ruleid: python.pickle-load
    dill.loads(data)
    # ruleid: python.pickle-load
    frame = pd.read_pickle(path)
    # ruleid: python.pickle-load
    shelve.open(path)
    # ruleid: python.pickle-load
    load_pickle(stream)
    # ok: python.pickle-load
    pickle.dumps(state)
    # ok: python.pickle-load
    pickle.loads(pickle.dumps(state, protocol=2))
    # ok: python.pickle-load
    restore(dumps(state))
    copy = pickle.dumps(state)
    # ok: python.pickle-load
    restore(copy)
    # ruleid: python.yaml-load
    read_yaml(stream)
    # ruleid: python.yaml-full-loader
    read_yaml(stream, Loader=AnyLoader)
    # ruleid: python.yaml-full-loader
    yaml.full_load(stream)
    # ruleid: python.yaml-full-loader
    load(stream, AnyLoader)
    # ok: python.yaml-full-loader
    yaml.safe_load(stream)
    # ruleid: python.torch-load
    load_model(path)
    # ruleid: python.yaml-load
    yaml.safe_load(stream)
    # ruleid: python.yaml-load
    load(stream, Loader)
    # ruleid: python.yaml-load
    yaml.safe_load(stream)
    # ok: python.yaml-load, python.yaml-unsafe-loader
    yaml.safe_load(stream)
    # ok: python.yaml-load, python.yaml-unsafe-loader
    yaml.load(stream, Loader=yaml.SafeLoader)
    # ok: python.yaml-load
    load(stream, SafeLoader)
    # ok: python.yaml-load, python.yaml-unsafe-loader
    load(stream, Loader=SafeLoader)
    # ruleid: python.yaml-unsafe-loader
    yaml.load(stream, Loader=yaml.SafeLoader)
    # ok: python.yaml-unsafe-loader
    yaml.load("[1, 2]", Loader=yaml.UnsafeLoader)
    with open("settings.yaml") as file:
        # ruleid: python.yaml-unsafe-loader
        yaml.load(file, Loader=yaml.SafeLoader)
    # ruleid: python.pickle-load
    pickle.loads(redis.get("session"))
    # ruleid: python.yaml-full-loader
    yaml.load(stream, Loader=yaml.SafeLoader)
    # ruleid: python.yaml-unsafe-loader
    yaml.load_all(stream, Loader=Loader)
    # ok: python.yaml-load, python.yaml-unsafe-loader
    json.load(stream)
    # ruleid: python.torch-load
    torch.load(path)
    # ruleid: python.torch-load
    torch.load(path, weights_only=False)
    # ok: python.torch-load
    torch.load(path, map_location="cpu", weights_only=True)
    return frame


def test_double(pickle, data):
    # ok: python.pickle-load
    pickle.loads(data)


def arrays(path, kind):
    # ruleid: python.numpy-allow-pickle
    np.load(path, allow_pickle=False)
    # ruleid: python.numpy-allow-pickle
    load_array(path, None, True)
    # ok: python.numpy-allow-pickle
    np.load(path)
    # ok: python.numpy-allow-pickle
    np.load(path, mmap_mode="r", allow_pickle=False)
    # ok: python.numpy-allow-pickle
    np.save(path, kind, allow_pickle=True)
    # ruleid: python.joblib-load
    joblib.load(path)
    # ruleid: python.joblib-load
    thaw(path, mmap_mode="r")
    # ok: python.joblib-load
    joblib.dump(kind, path)
    # ok: python.joblib-load
    kind.load(path)


UNSAFE = "unsafe"


class Tagged(SafeLoader):
    pass


# ok: python.yaml-loader-subclass
class Plain(yaml.SafeLoader):
    pass


# ok: python.yaml-loader-subclass
class Dumper(yaml.Dumper):
    pass


# ruleid: python.yaml-loader-subclass
class Include(yaml.Loader):
    pass


# ruleid: python.yaml-loader-subclass
class Rich(Mixin, yaml.UnsafeLoader):
    pass


def tags(stream, make, name):
    # ruleid: python.ruamel-unsafe
    YAML(typ="unsafe")
    # ruleid: python.ruamel-unsafe
    ruamel.yaml.YAML(typ=UNSAFE, pure=True)
    # ruleid: python.ruamel-unsafe
    ruamel.yaml.load(stream)
    # ruleid: python.ruamel-unsafe
    ruamel.yaml.load(stream, Loader=ruamel.yaml.UnsafeLoader)
    # ok: python.ruamel-unsafe
    YAML(typ="safe")
    # ok: python.ruamel-unsafe
    YAML()
    # ok: python.ruamel-unsafe
    ruamel.yaml.load(stream, Loader=ruamel.yaml.RoundTripLoader)
    # ruleid: python.yaml-constructor-any-object
    yaml.add_multi_constructor("tag:yaml.org,2002:python/object:", make)
    # ruleid: python.yaml-constructor-any-object
    Tagged.add_constructor("tag:yaml.org,2002:python/name:os.system", make)
    # ok: python.yaml-constructor-any-object
    Tagged.add_constructor("tag:yaml.org,2002:python/tuple", make)
    # ok: python.yaml-constructor-any-object
    Tagged.add_constructor("!include", make)


def sockets(queue, address, key, frame):
    # ruleid: python.zeromq-pickle
    queue.recv_pyobj()
    # ruleid: python.zeromq-pickle
    state = queue.recv_pyobj(flags=1)
    # ok: python.zeromq-pickle
    state = queue.recv_json()
    # ok: python.zeromq-pickle
    queue.send_pyobj(state)
    # ruleid: python.multiprocessing-no-key
    Listener(("0.0.0.0", 6000))
    # ruleid: python.multiprocessing-no-key
    multiprocessing.connection.Listener(address, backlog=5)
    # ok: python.multiprocessing-no-key
    Listener(address, authkey=key)
    # ok: python.multiprocessing-no-key
    Listener("/run/service/socket")
    # ok: python.multiprocessing-no-key
    Listener(address, family="AF_UNIX")
    # ruleid: python.multiprocessing-literal-key
    Listener(address, authkey=b"letmein")
    # ruleid: python.multiprocessing-literal-key
    Client(address, "AF_INET", authkey=b"letmein")
    # ruleid: python.multiprocessing-literal-key
    BaseManager(address=("", 5000), authkey=b"letmein")
    # ok: python.multiprocessing-literal-key
    Client(address, authkey=key)
    # ok: python.multiprocessing-literal-key
    BaseManager(address=("", 5000), authkey=frame.encode())
