import pickle
import pickle as p
import shelve

import dill
import pandas as pd
import torch
import yaml
from pickle import dumps
from pickle import load as load_pickle
from pickle import loads as restore
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
    yaml.load(stream)
    # ruleid: python.yaml-load
    load(stream, Loader)
    # ruleid: python.yaml-load
    yaml.unsafe_load(stream)
    # ok: python.yaml-load, python.yaml-unsafe-loader
    yaml.safe_load(stream)
    # ok: python.yaml-load, python.yaml-unsafe-loader
    yaml.load(stream, Loader=yaml.SafeLoader)
    # ok: python.yaml-load
    load(stream, SafeLoader)
    # ok: python.yaml-load, python.yaml-unsafe-loader
    load(stream, Loader=SafeLoader)
    # ruleid: python.yaml-unsafe-loader
    yaml.load(stream, Loader=yaml.UnsafeLoader)
    # ruleid: python.yaml-full-loader
    yaml.load(stream, Loader=yaml.FullLoader)
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
