import ftplib
import http.client
import logging
import os
import smtplib
import subprocess
import tempfile

import click
import mysql.connector
import paramiko
import psycopg2
import pymysql
import requests
from logging import getLogger
from psycopg2 import connect
from requests.auth import HTTPBasicAuth
from urllib.request import HTTPSHandler

log = getLogger(__name__)
EMPTY = ""
WORD = "correct horse"


def report(user, password, api_key, config, attempts, tokens):
    # ruleid: python.secret-logged
    log.info("user %s has %s", user, password)
    # ruleid: python.secret-logged
    logging.debug(f"calling with {api_key}")
    # ruleid: python.secret-logged
    log.warning("wrong password: %s" % user.password)
    # ruleid: python.secret-logged
    log.error("refused: {}".format(config["client_secret"]))
    # ruleid: python.secret-logged
    log.info("login", user=user, password=password)
    # ruleid: python.secret-logged
    log.info("login of " + user + " with " + password)
    # ruleid: python.secret-logged
    log.debug("key %(key)s", extra={"key": api_key})
    # ok: python.secret-logged
    log.info("login", user=user, password="***")
    # ok: python.secret-logged
    log.info("password of %s changed", user)
    # ok: python.secret-logged
    log.info("length %d", len(password))
    # ok: python.secret-logged
    log.debug("%d password_attempts", attempts)
    # ok: python.secret-logged
    log.debug("read %s", tokens)
    # ok: python.secret-logged
    log.error("no password", exc_info=user)
    # ruleid: python.secret-printed
    print("your password is", password)
    # ruleid: python.secret-printed
    click.echo(f"key: {api_key}")
    # ok: python.secret-printed
    print("password changed")
    # ok: python.secret-printed
    print(mask(password))
    # ruleid: python.environment-logged
    log.debug("environment: %s", os.environ)
    # ruleid: python.environment-logged
    print(dict(os.environ))
    # ok: python.environment-logged
    log.debug("path: %s", os.environ["PATH"])
    # ok: python.environment-logged
    run(os.environ)


def store(stream, path, password, user, name):
    # ruleid: python.secret-stored
    stream.write(password)
    # ruleid: python.secret-stored
    path.write_text(f"[login]\npassword = {password}\n")
    # ok: python.secret-stored
    stream.write(user)
    # ok: python.secret-stored
    process.stdin.write(password)
    # ok: python.secret-stored
    with os.fdopen(os.open(name, os.O_WRONLY, 0o600), "w") as secret:
        secret.write(password)
    # ruleid: python.secret-in-exception
    raise ValueError(f"wrong password {password}")
    # ruleid: python.secret-in-exception
    raise LookupError("no user for %s" % user.access_token)
    # ok: python.secret-in-exception
    raise ValueError("wrong password")
    # ok: python.secret-in-exception
    raise ValueError(f"wrong password for {user}")


def call(session, token, password, name, api_key):
    # ruleid: python.secret-in-query
    requests.get(f"https://api.example.com/items?token={token}", timeout=5)
    # ruleid: python.secret-in-query
    session.post("https://api.example.com/?api_key=" + api_key)
    # ok: python.secret-in-query
    session.get(f"https://api.example.com/items?name={name}")
    # ok: python.secret-in-query
    session.get("https://api.example.com/items", headers={"X-Token": token})
    # ruleid: python.secret-as-argument
    subprocess.run(["mysqldump", f"--password={password}", name])
    # ruleid: python.secret-as-argument
    subprocess.check_call(["sshpass", "-p", password, "ssh", name])
    # ok: python.secret-as-argument
    subprocess.run(["mysqldump", name], env={"MYSQL_PWD": password})
    # ok: python.secret-as-argument
    subprocess.run(["gpg", "--passphrase-fd", "0"], input=password)


def ask():
    # ruleid: python.password-echoed
    password = input("Password: ")
    # ruleid: python.password-echoed
    password = input("Please enter your password")
    # ruleid: python.password-echoed
    password = click.prompt("New password")
    # ok: python.password-echoed
    password = click.prompt("New password", hide_input=True)
    # ok: python.password-echoed
    answer = input("Change the password now? [y/n] ")
    # ok: python.password-echoed
    name = input("Name: ")
    return name, answer, password


# ruleid: python.password-echoed
@click.option("--password", prompt=True)
def login(password):
    return password


# ok: python.password-echoed
@click.option("--password", prompt=True, hide_input=True)
def enter(password):
    return password


def database(host, settings):
    # ruleid: python.password-empty
    pymysql.connect(host=host, user="root", password="")
    # ruleid: python.password-empty
    mysql.connector.connect(host=host, user="root", passwd=EMPTY)
    # ok: python.password-empty
    pymysql.connect(host=host, user="root", password=settings.password)
    # ok: python.password-empty
    open(host, password="")
    # ruleid: python.password-in-connection
    psycopg2.connect(dbname="shop", user="shop", password="correct horse")
    # ruleid: python.password-in-connection
    pymysql.connect(host, "shop", WORD)
    # ruleid: python.password-in-connection
    connect(host=host, password=WORD)
    # ok: python.password-in-connection
    connect(host=host, password=os.environ["PGPASSWORD"])
    # ok: python.password-in-connection
    connect(host=host, password="<password>")
    # ruleid: python.password-in-login
    ftplib.FTP(host, "shop", "correct horse")
    # ruleid: python.password-in-login
    requests.get(host, auth=HTTPBasicAuth("shop", WORD), timeout=5)
    # ruleid: python.password-in-login
    requests.get(host, auth=("shop", "correct horse"), timeout=5)
    # ok: python.password-in-login
    requests.get(host, auth=("shop", settings.password), timeout=5)
    # ok: python.password-in-login
    ftplib.FTP(host, "anonymous", "guest")
    mail = smtplib.SMTP(host)
    # ruleid: python.password-in-login
    mail.login("shop", "correct horse")
    # ok: python.password-in-login
    mail.login("shop", settings.password)
    client = paramiko.SSHClient()
    # ruleid: python.password-in-login
    client.connect(host, username="shop", password="correct horse")
    # ok: python.password-in-login
    client.connect(host, username="shop", password=settings.password)


def trace():
    # ruleid: python.http-wire-log
    http.client.HTTPConnection.debuglevel = 1
    # ruleid: python.http-wire-log
    HTTPSHandler(debuglevel=1)
    # ok: python.http-wire-log
    http.client.HTTPConnection.default_port = 8080
    # ok: python.http-wire-log
    HTTPSHandler(context=None)
