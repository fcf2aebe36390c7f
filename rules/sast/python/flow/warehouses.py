import boto3
import duckdb
from azure.cosmos import CosmosClient
from fastapi import FastAPI
from flask import Flask, request
from google.cloud import bigquery
from pyspark.sql import SparkSession

app = Flask(__name__)
api = FastAPI()
spark = SparkSession.builder.getOrCreate()
athena = boto3.client("athena")
dynamodb = boto3.client("dynamodb")
container = CosmosClient("https://shop.example").get_container_client("c")


@app.route("/sales")
def sales():
    region = request.args.get("region", "")
    client = bigquery.Client()
    # ruleid: python.bigquery-injection
    client.query("SELECT * FROM sales WHERE region = '%s'" % region)
    query = f"SELECT * FROM sales WHERE region = '{region}'"
    # ruleid: python.bigquery-injection
    client.query_and_wait(query)
    parameter = bigquery.ScalarQueryParameter("region", "STRING", region)
    # ok: python.bigquery-injection
    client.query(
        "SELECT * FROM sales WHERE region = @region",
        job_config=bigquery.QueryJobConfig(query_parameters=[parameter]),
    )
    # ruleid: python.spark-sql-injection
    spark.sql(query)
    # ruleid: python.spark-sql-injection
    duckdb.sql("SELECT * FROM sales WHERE region = '" + region + "'")
    # ok: python.spark-sql-injection
    spark.sql("SELECT * FROM sales WHERE region = :r", args={"r": region})
    # ok: python.spark-sql-injection
    spark.sql("SELECT * FROM sales").filter(region)
    # ok: python.bigquery-injection
    client.query("SELECT * FROM sales LIMIT %d" % int(region))
    return "done"


@api.get("/orders/{owner}")
async def orders(owner: str, number: int):
    athena.start_query_execution(
        # ruleid: python.aws-query-injection
        QueryString=f"SELECT * FROM orders WHERE owner = '{owner}'"
    )
    # ruleid: python.aws-query-injection
    dynamodb.execute_statement(Statement="SELECT * FROM " + owner)
    # ok: python.aws-query-injection
    athena.start_query_execution(
        QueryString="SELECT * FROM orders WHERE owner = ?",
        ExecutionParameters=[owner],
    )
    # ok: python.aws-query-injection
    dynamodb.execute_statement(
        Statement="SELECT * FROM orders WHERE owner = ?",
        Parameters=[{"S": owner}],
    )
    # ruleid: python.cosmos-query-injection
    container.query_items(f"SELECT * FROM c WHERE c.owner = '{owner}'")
    # ruleid: python.cosmos-query-injection
    container.query_items(query="SELECT c." + owner + " FROM c")
    # ok: python.cosmos-query-injection
    container.query_items(
        query="SELECT * FROM c WHERE c.owner = @owner",
        parameters=[{"name": "@owner", "value": owner}],
    )
    # ok: python.cosmos-query-injection
    container.query_items(f"SELECT * FROM c WHERE c.number = {number}")
    return {}
