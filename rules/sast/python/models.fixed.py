import subprocess

import gradio as gr
import keras
import ollama
import pandas as pd
import streamlit as st
import tensorflow as tf
import torch
from crewai import Agent
from keras.models import load_model
from langchain.agents import load_tools
from langchain_community.agent_toolkits import create_sql_agent
from langchain_community.tools import ShellTool
from langchain_community.vectorstores import FAISS
from langchain_core.messages import SystemMessage
from langchain_experimental.agents import create_csv_agent
from langchain_experimental.sql import SQLDatabaseChain
from langchain_experimental.tools import PythonREPLTool as Interpreter
from markupsafe import Markup, escape
from openai import OpenAI
from smolagents import CodeAgent
from torch import hub
from transformers import AutoModel, AutoTokenizer, pipeline

client = OpenAI()
PINNED = "0123456789abcdef0123456789abcdef01234567"
UNSAFE = "unsafe"


def load(path, name):
    # ruleid: python.keras-unsafe-load
    keras.models.load_model(path, safe_mode=True)
    # ruleid: python.keras-unsafe-load
    load_model(path, compile=False, safe_mode=True)
    # ruleid: python.keras-unsafe-load
    tf.keras.models.load_model(path, safe_mode=True)
    # ruleid: python.keras-unsafe-load
    keras.config.enable_unsafe_deserialization()
    # ok: python.keras-unsafe-load
    load_model(path, safe_mode=True)
    # ok: python.keras-unsafe-load, python.keras-legacy-format
    keras.models.load_model(path)
    # ruleid: python.keras-legacy-format
    load_model("weights/cats.h5")
    # ruleid: python.keras-legacy-format
    tf.keras.models.load_model("cats.hdf5", compile=False)
    # ok: python.keras-legacy-format
    load_model("cats.keras")
    # ruleid: python.model-remote-code
    AutoModel.from_pretrained(name, trust_remote_code=True)
    # ruleid: python.model-remote-code
    pipeline("text-generation", model=name, trust_remote_code=True)
    # ruleid: python.model-remote-code
    AutoModel.from_pretrained(name, revision="main", trust_remote_code=True)
    # ok: python.model-remote-code
    AutoModel.from_pretrained(name, revision=PINNED, trust_remote_code=True)
    # ok: python.model-remote-code
    AutoTokenizer.from_pretrained(name, trust_remote_code=False)
    # ruleid: python.model-pickle-weights
    AutoModel.from_pretrained(name, use_safetensors=True)
    # ruleid: python.model-pickle-weights
    pipeline("fill-mask", model_kwargs=dict(use_safetensors=True))
    # ok: python.model-pickle-weights
    AutoModel.from_pretrained(name, use_safetensors=True)
    # ok: python.model-pickle-weights
    AutoModel.from_pretrained(name)
    # ruleid: python.torch-hub-unpinned
    torch.hub.load("ultralytics/yolov5", "yolov5s")
    # ruleid: python.torch-hub-unpinned
    hub.load(repo_or_dir="pytorch/vision:main", model="resnet50")
    # ok: python.torch-hub-unpinned
    torch.hub.load("pytorch/vision:v0.10.0", "resnet50")
    # ok: python.torch-hub-unpinned
    torch.hub.load("models/local", "resnet50", source="local")


def agents(model, database, folder, wrapper):
    # ruleid: python.langchain-dangerous-deserialization
    FAISS.load_local(folder, model, allow_dangerous_deserialization=True)
    # ruleid: python.langchain-dangerous-deserialization
    index = FAISS.load_local(
        folder, model, "index", allow_dangerous_deserialization=True
    )
    # ok: python.langchain-dangerous-deserialization
    FAISS.load_local(folder, model)
    # ok: python.langchain-dangerous-deserialization
    FAISS.load_local(folder, model, allow_dangerous_deserialization=False)
    # ruleid: python.agent-dangerous-code
    create_csv_agent(model, "sales.csv", allow_dangerous_code=True)
    # ruleid: python.agent-dangerous-code
    wrapper.create_agent(model, index, verbose=True, allow_dangerous_code=True)
    # ok: python.agent-dangerous-code
    create_csv_agent(model, "sales.csv")
    # ok: python.agent-dangerous-code
    create_csv_agent(model, "sales.csv", allow_dangerous_code=False)
    # ruleid: python.agent-dangerous-requests
    RequestsToolkit(requests_wrapper=wrapper, allow_dangerous_requests=True)
    # ruleid: python.agent-dangerous-requests
    OpenAPIToolkit.from_llm(model, database, allow_dangerous_requests=True)
    # ok: python.agent-dangerous-requests
    RequestsToolkit(requests_wrapper=wrapper)
    # ok: python.agent-dangerous-requests
    RequestsToolkit(requests_wrapper=wrapper, allow_dangerous_requests=False)
    # ruleid: python.agent-code-tool
    Interpreter()
    # ruleid: python.agent-code-tool
    ShellTool(ask_human_input=False)
    # ruleid: python.agent-code-tool
    load_tools(["wikipedia", "terminal"], llm=model)
    # ok: python.agent-code-tool
    load_tools(["wikipedia"], llm=model)
    # ok: python.agent-code-tool
    wrapper.ShellTool()
    # ruleid: python.agent-sql
    SQLDatabaseChain.from_llm(model, database)
    # ruleid: python.agent-sql
    create_sql_agent(model, db=database, verbose=True)
    # ok: python.agent-sql
    wrapper.create_sql_agent(model)
    # ok: python.agent-sql
    database.from_llm(model)
    # ruleid: python.agent-code-unconfined
    UserProxyAgent("user", code_execution_config={"use_docker": False})
    # ruleid: python.agent-code-unconfined
    Agent(allow_code_execution=True, code_execution_mode=UNSAFE)
    # ruleid: python.agent-code-unconfined
    CodeAgent(tools=[], model=model, additional_authorized_imports=["*"])
    # ok: python.agent-code-unconfined
    UserProxyAgent("user", code_execution_config={"use_docker": True})
    # ok: python.agent-code-unconfined
    CodeAgent(tools=[], model=model, additional_authorized_imports=["re"])
    # ok: python.agent-code-unconfined
    Agent(allow_code_execution=True, code_execution_mode="safe")


def answer(question, cursor, connection, llm, tools):
    reply = client.chat.completions.create(model="gpt-4o", messages=question)
    text = reply.choices[0].message.content
    # ruleid: python.model-output-executed
    exec(text)
    # ruleid: python.model-output-executed
    subprocess.run(text, shell=True, check=True)
    # ruleid: python.model-output-sql
    cursor.execute(text)
    # ruleid: python.model-output-html
    page = Markup(text)
    # ok: python.model-output-html
    page = Markup(escape(text))
    # ok: python.model-output-sql
    cursor.execute("insert into answers values (?)", (text,))
    # ok: python.model-output-executed
    subprocess.run(["lp", "-t", text], check=True)
    # ok: python.model-output-executed
    tools[text](question)
    query = llm.invoke(question).content.strip()
    # ruleid: python.model-output-sql
    frame = pd.read_sql(query, connection)
    # ruleid: python.model-output-html
    st.markdown(query, unsafe_allow_html=True)
    # ok: python.model-output-html
    st.markdown(query)
    # ok: python.model-output-sql
    pd.read_sql("select * from sales", connection)
    local = ollama.chat(model="llama3", messages=question)
    # ruleid: python.model-output-executed
    total = eval(local["message"]["content"])
    return frame, page, total


def prompt(name, question):
    # ruleid: python.system-prompt-values
    {"role": "system", "content": f"You help {name}."}
    # ruleid: python.system-prompt-values
    SystemMessage(content="You help " + name)
    # ok: python.system-prompt-values
    {"role": "system", "content": "You help our customers."}
    # ok: python.system-prompt-values
    {"role": "user", "content": f"I am {name}: {question}"}


def demo(app, rocket):
    # ruleid: python.demo-public
    app.launch(share=True)
    # ruleid: python.demo-public
    gr.Interface(fn=answer, inputs="text", outputs="text").launch(share=True)
    # ok: python.demo-public
    app.launch(share=True, auth=check)
    # ok: python.demo-public
    app.launch(server_port=7860)
