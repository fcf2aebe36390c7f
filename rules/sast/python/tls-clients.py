import asyncpg
import boto3
import docker
import grpc
import gitlab
import hvac
import MySQLdb
import paho.mqtt.client as mqtt
import psycopg2
import pycurl
import pymongo
import pyodbc
import redis
import redis.asyncio as aioredis
import winrm
from confluent_kafka import Consumer
from docker import DockerClient
from docker.tls import TLSConfig
from elasticsearch import Elasticsearch
from kafka import KafkaProducer
from kubernetes import client as kubernetes
from opensearchpy import OpenSearch
from pymongo import MongoClient
from pyVim.connect import SmartConnect, SmartConnectNoSSL
from sqlalchemy import create_engine
from tornado.httpclient import HTTPRequest
from twisted.internet import ssl as tls


def stores(host, password, context, authority):
    # ruleid: python.mongo-tls-unverified
    MongoClient(host, tls=True, tlsAllowInvalidCertificates=True)
    # ruleid: python.mongo-tls-unverified
    pymongo.MongoClient("mongodb://db.example.com/?tls=true&tlsInsecure=true")
    # ok: python.mongo-tls-unverified
    MongoClient(host, tls=True, tlsCAFile=authority)
    # ok: python.mongo-tls-unverified
    MongoClient(host, tlsAllowInvalidCertificates=False)
    # ruleid: python.redis-tls-unverified
    redis.Redis(host, ssl=True, ssl_cert_reqs="none")
    # ruleid: python.redis-tls-unverified
    aioredis.Redis(host=host, ssl=True, ssl_check_hostname=False)
    # ruleid: python.redis-tls-unverified
    redis.from_url("rediss://cache.example.com/0?ssl_cert_reqs=none")
    # ok: python.redis-tls-unverified
    redis.Redis(host, ssl=True, ssl_ca_certs=authority)
    # ok: python.redis-tls-unverified
    redis.Redis(host, ssl=True, ssl_cert_reqs="required")
    # ruleid: python.database-tls-off
    psycopg2.connect(host=host, user="app", sslmode="disable")
    # ruleid: python.database-tls-off
    create_engine("postgresql://db.example.com/app?sslmode=disable")
    # ruleid: python.database-tls-off
    MySQLdb.connect(host=host, password=password, ssl_mode="DISABLED")
    # ok: python.database-tls-off
    psycopg2.connect(host=host, sslmode="verify-full")
    # ok: python.database-tls-off
    asyncpg.connect(host=host, ssl=context)
    # ruleid: python.mssql-certificate-unverified
    pyodbc.connect("Driver={ODBC};Server=db;TrustServerCertificate=yes;")
    # ruleid: python.mssql-certificate-unverified
    pyodbc.connect(f"Server={host};TrustServerCertificate=yes;")
    # ok: python.mssql-certificate-unverified
    pyodbc.connect("Driver={ODBC};Server=db;TrustServerCertificate=no;")
    # ok: python.mssql-certificate-unverified
    pyodbc.connect("Driver={ODBC};Server=db;Encrypt=yes;")
    # ruleid: python.search-tls-unverified
    Elasticsearch(host, verify_certs=False)
    # ruleid: python.search-tls-unverified
    OpenSearch(hosts=[host], ssl_assert_hostname=False)
    # ok: python.search-tls-unverified
    Elasticsearch(host, ca_certs=authority)
    # ok: python.search-tls-unverified
    Elasticsearch(host, verify_certs=True)


def brokers(hosts, password, options):
    # ruleid: python.kafka-tls-unverified
    KafkaProducer(bootstrap_servers=hosts, ssl_check_hostname=False)
    # ruleid: python.kafka-tls-unverified
    Consumer({"enable.ssl.certificate.verification": False})
    # ok: python.kafka-tls-unverified
    KafkaProducer(bootstrap_servers=hosts, ssl_check_hostname=True)
    # ok: python.kafka-tls-unverified
    Consumer({"ssl.endpoint.identification.algorithm": "https"})
    # ruleid: python.kafka-password-cleartext
    KafkaProducer(security_protocol="SASL_PLAINTEXT", sasl_mechanism="PLAIN")
    # ruleid: python.kafka-password-cleartext
    Consumer({"group.id": "app", "security.protocol": "sasl_plaintext"})
    # ok: python.kafka-password-cleartext
    KafkaProducer(security_protocol="SASL_SSL", sasl_mechanism="PLAIN")
    # ok: python.kafka-password-cleartext
    Consumer({"security.protocol": "SASL_SSL"})


def publish(host, password):
    client = mqtt.Client()
    # ruleid: python.mqtt-password-cleartext
    client.username_pw_set("app", password)
    client.connect(host, 1883)


def publish_once(host, password):
    sender = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
    # ruleid: python.mqtt-password-cleartext
    sender.username_pw_set(host, password)
    # ruleid: python.mqtt-tls-unverified
    sender.tls_insecure_set(True)


def publish_safely(host, password, client):
    own = mqtt.Client()
    own.tls_set()
    # ok: python.mqtt-password-cleartext
    own.username_pw_set("app", password)
    # ok: python.mqtt-tls-unverified
    own.tls_insecure_set(False)
    # ruleid: python.mqtt-tls-unverified
    client.tls_insecure_set(value=True)
    # ok: python.mqtt-password-cleartext
    client.username_pw_set("app", password)
    # ok: python.mqtt-tls-unverified
    client.tls_set()


def clouds(target, address, token, certificates):
    # ruleid: python.boto3-tls-unverified
    boto3.client("s3", verify=False)
    session = boto3.Session(profile_name="app")
    # ruleid: python.boto3-tls-unverified
    session.client("sqs", verify=False)
    # ok: python.boto3-tls-unverified
    boto3.client("s3", verify="/etc/ssl/own.pem")
    # ok: python.boto3-tls-unverified
    boto3.client("s3", endpoint_url="http://localhost:9000", verify=False)
    configuration = kubernetes.Configuration()
    # ruleid: python.kubernetes-tls-unverified
    configuration.verify_ssl = False
    # ruleid: python.kubernetes-tls-unverified
    cluster = {"server": address, "insecure-skip-tls-verify": True}
    # ok: python.kubernetes-tls-unverified
    configuration.verify_ssl = True
    # ok: python.kubernetes-tls-unverified
    configuration.ssl_ca_cert = certificates
    # ruleid: python.docker-tcp-unprotected
    DockerClient(base_url="tcp://build.example.com:2375")
    # ruleid: python.docker-tcp-unprotected
    docker.APIClient("tcp://10.0.0.3:2375")
    # ok: python.docker-tcp-unprotected
    DockerClient(base_url="unix://var/run/docker.sock")
    # ok: python.docker-tcp-unprotected
    DockerClient(base_url="tcp://10.0.0.3:2376", tls=certificates)
    # ruleid: python.docker-tls-unverified
    TLSConfig(client_cert=certificates, verify=False)
    # ruleid: python.docker-tls-unverified
    docker.tls.TLSConfig(verify=False)
    # ok: python.docker-tls-unverified
    TLSConfig(client_cert=certificates, verify=True)
    # ok: python.docker-tls-unverified
    TLSConfig(ca_cert=certificates)
    # ruleid: python.service-client-tls-unverified
    hvac.Client(url=address, token=token, verify=False)
    # ruleid: python.service-client-tls-unverified
    gitlab.Gitlab(address, private_token=token, ssl_verify=False)
    # ok: python.service-client-tls-unverified
    hvac.Client(url=address, token=token, verify=certificates)
    # ok: python.service-client-tls-unverified
    gitlab.Gitlab(address, private_token=token)
    return cluster


def machines(host, user, password, context):
    # ruleid: python.vmware-tls-unverified
    SmartConnectNoSSL(host=host, user=user, pwd=password)
    # ruleid: python.vmware-tls-unverified
    SmartConnect(host=host, disableSslCertValidation=True)
    # ok: python.vmware-tls-unverified
    SmartConnect(host=host, user=user, pwd=password)
    # ok: python.vmware-tls-unverified
    SmartConnect(host=host, sslContext=context)
    # ruleid: python.winrm-unprotected
    winrm.Session(host, auth=user, server_cert_validation="ignore")
    # ruleid: python.winrm-unprotected
    winrm.protocol.Protocol(host, server_cert_validation="ignore")
    # ok: python.winrm-unprotected
    winrm.Session(host, auth=user, transport="kerberos")
    # ok: python.winrm-unprotected
    winrm.Session(host, auth=user, server_cert_validation="validate")


def pages(curl, browser, url):
    # ruleid: python.pycurl-tls-unverified
    curl.setopt(pycurl.SSL_VERIFYPEER, 0)
    # ruleid: python.pycurl-tls-unverified
    curl.setopt(curl.SSL_VERIFYHOST, False)
    # ok: python.pycurl-tls-unverified
    curl.setopt(pycurl.SSL_VERIFYPEER, 1)
    # ok: python.pycurl-tls-unverified
    curl.setopt(pycurl.SSL_VERIFYHOST, 2)
    # ruleid: python.tornado-tls-unverified
    HTTPRequest(url, validate_cert=False)
    # ruleid: python.tornado-tls-unverified
    browser.fetch(url, validate_cert=False)
    # ok: python.tornado-tls-unverified
    HTTPRequest(url, validate_cert=True)
    # ok: python.tornado-tls-unverified
    browser.fetch(url)
    # ruleid: python.twisted-tls-unverified
    tls.ClientContextFactory()
    # ruleid: python.twisted-tls-unverified
    tls.CertificateOptions(verify=False)
    # ok: python.twisted-tls-unverified
    tls.optionsForClientTLS(url)
    # ok: python.twisted-tls-unverified
    tls.CertificateOptions(verify=True)


def calls(server, target, credentials):
    # ruleid: python.grpc-insecure
    grpc.insecure_channel(target)
    # ruleid: python.grpc-insecure
    server.add_insecure_port("[::]:50051")
    # ok: python.grpc-insecure
    grpc.insecure_channel("localhost:50051")
    # ok: python.grpc-insecure
    grpc.secure_channel(target, credentials)
