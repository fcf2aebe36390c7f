import anthropic
from fastapi import FastAPI
from flask import Flask, request
from langchain_core.prompts import PromptTemplate
from openai import OpenAI
from smolagents import CodeAgent, InferenceClientModel
from transformers import AutoModel, pipeline

app = Flask(__name__)
api = FastAPI()
client = OpenAI()
MODELS = {"small": "example/small", "large": "example/large"}


@app.route("/classify", methods=["POST"])
def classify():
    data = request.get_json()
    # ruleid: python.model-choice-injection
    model = AutoModel.from_pretrained(data["model"])
    # ruleid: python.model-choice-injection
    classifier = pipeline("text-classification", model=data["model"])
    # ok: python.model-choice-injection
    model = AutoModel.from_pretrained(MODELS[data["model"]])
    # ok: python.model-choice-injection
    classifier = pipeline("text-classification", model="example/small")
    return str(classifier(data["text"])) + str(model)


@api.post("/ask")
async def ask(text: str, language: str, count: int):
    client.chat.completions.create(
        model="small",
        messages=[
            # ruleid: python.prompt-injection
            {"role": "system", "content": f"Answer in {language}."},
            # ok: python.prompt-injection
            {"role": "user", "content": text},
        ],
    )
    # ruleid: python.prompt-injection
    anthropic.Anthropic().messages.create(system="You know " + text)
    # ok: python.prompt-injection
    anthropic.Anthropic().messages.create(system=f"Write {count} words.")
    # ruleid: python.prompt-template-injection
    prompt = PromptTemplate.from_template("Translate this: " + text)
    # ruleid: python.prompt-template-injection
    prompt = PromptTemplate(input_variables=[], template=f"Say {text}")
    # ok: python.prompt-template-injection
    prompt = PromptTemplate.from_template("Translate this: {text}")
    # ok: python.prompt-template-injection
    prompt.format(text=text)
    agent = CodeAgent(tools=[], model=InferenceClientModel())
    # ruleid: python.agent-untrusted-task
    agent.run("Find out: " + text)
    # ruleid: python.agent-untrusted-task
    agent.run(text)
    # ok: python.agent-untrusted-task
    agent.run(f"Count to {count}")
    # ok: python.agent-untrusted-task
    client.run(text)
