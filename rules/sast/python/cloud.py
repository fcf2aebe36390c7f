import pulumi_aws as aws
from airflow.operators.bash import BashOperator
from airflow.providers.ssh.operators.ssh import SSHOperator
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_efs, aws_iam, aws_kms, aws_lambda, aws_s3
from aws_cdk.aws_rds import DatabaseInstance
from aws_cdk.aws_s3 import Bucket, BucketAccessControl
from azure.storage.blob import PublicAccess
from google.cloud import storage
from minio import Minio

OPEN = "public-read"
ANYWHERE = "0.0.0.0/0"


def buckets(s3, scope, name, data):
    # ruleid: python.s3-public-acl
    s3.put_object(Bucket=name, Key="a", Body=data, ACL="public-read")
    # ruleid: python.s3-public-acl
    s3.create_bucket(Bucket=name, ACL=OPEN)
    # ruleid: python.s3-public-acl
    s3.upload_file("a", name, "a", ExtraArgs={"ACL": "public-read-write"})
    # ok: python.s3-public-acl
    s3.put_object(Bucket=name, Key="a", Body=data, ACL="private")
    # ok: python.s3-public-acl
    s3.put_object(Bucket=name, Key="public-read", Body=data)
    # ruleid: python.cdk-bucket-public
    aws_s3.Bucket(scope, "site", public_read_access=True)
    # ruleid: python.cdk-bucket-public
    Bucket(scope, "site", access_control=BucketAccessControl.PUBLIC_READ)
    # ok: python.cdk-bucket-public
    Bucket(scope, "site", public_read_access=False)
    # ok: python.cdk-bucket-public
    s3.Bucket(scope, "site", public_read_access=True)
    # ruleid: python.s3-public-block-off
    block = {"BlockPublicAcls": False, "IgnorePublicAcls": True}
    # ruleid: python.s3-public-block-off
    aws_s3.BlockPublicAccess(block_public_policy=False)
    # ruleid: python.s3-public-block-off
    s3.delete_public_access_block(Bucket=name)
    # ok: python.s3-public-block-off
    block = {"BlockPublicAcls": True, "IgnorePublicAcls": True}
    # ok: python.s3-public-block-off
    aws_s3.BlockPublicAccess(block_public_policy=True)
    return block


def policies(iam, scope, role, arn):
    # ruleid: python.policy-for-everyone
    statement = {"Effect": "Allow", "Principal": "*", "Action": "sqs:*"}
    # ruleid: python.policy-for-everyone
    statement = {"Principal": {"AWS": "*"}, "Effect": "Allow"}
    # ruleid: python.policy-for-everyone
    aws_iam.PolicyStatement(
        actions=["s3:GetObject"], principals=[aws_iam.AnyPrincipal()]
    )
    # ok: python.policy-for-everyone
    statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:*"}
    # ok: python.policy-for-everyone
    role.add_to_policy(
        aws_iam.PolicyStatement(
            actions=["s3:GetObject"], principals=[aws_iam.AnyPrincipal()]
        )
    )
    # ok: python.policy-for-everyone
    statement = {"Effect": "Allow", "Principal": "*", "Condition": arn}
    # ruleid: python.iam-everything
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    # ruleid: python.iam-everything
    aws_iam.PolicyStatement(actions=["*"], resources=["*"])
    # ok: python.iam-everything
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": arn}
    # ok: python.iam-everything
    statement = {"Effect": "Deny", "Action": "*", "Resource": "*"}
    # ruleid: python.iam-administrator
    aws_iam.ManagedPolicy.from_aws_managed_policy_name("AdministratorAccess")
    # ruleid: python.iam-administrator
    iam.attach_role_policy(
        RoleName=role, PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess"
    )
    # ok: python.iam-administrator
    aws_iam.ManagedPolicy.from_aws_managed_policy_name("ReadOnlyAccess")
    # ok: python.iam-administrator
    iam.detach_role_policy(RoleName=role, PolicyArn=arn)
    return statement


def networks(client, group, name):
    # ruleid: python.firewall-open
    client.authorize_security_group_ingress(
        GroupId=name, IpProtocol="tcp", CidrIp="0.0.0.0/0", FromPort=22
    )
    # ruleid: python.firewall-open
    group.add_ingress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(5432))
    # ruleid: python.firewall-open
    aws.ec2.SecurityGroupIngressArgs(
        protocol="tcp", from_port=3389, to_port=3389, cidr_blocks=[ANYWHERE]
    )
    # ruleid: python.firewall-open
    group.add_ingress_rule(ec2.Peer.any_ipv4(), ec2.Port.all_traffic())
    # ok: python.firewall-open
    group.add_ingress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(443))
    # ok: python.firewall-open
    group.add_ingress_rule(ec2.Peer.ipv4("10.0.0.0/8"), ec2.Port.tcp(22))
    # ok: python.firewall-open
    group.add_egress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(22))
    # ruleid: python.function-url-open
    client.create_function_url_config(FunctionName=name, AuthType="NONE")
    # ruleid: python.function-url-open
    name.add_function_url(auth_type=aws_lambda.FunctionUrlAuthType.NONE)
    # ok: python.function-url-open
    client.create_function_url_config(FunctionName=name, AuthType="AWS_IAM")
    # ok: python.function-url-open
    name.add_function_url(auth_type=aws_lambda.FunctionUrlAuthType.AWS_IAM)
    # ruleid: python.instance-metadata-v1
    client.run_instances(MetadataOptions={"HttpTokens": "optional"})
    # ruleid: python.instance-metadata-v1
    ec2.Instance(group, "web", require_imdsv2=False)
    # ok: python.instance-metadata-v1
    client.run_instances(MetadataOptions={"HttpTokens": "required"})
    # ok: python.instance-metadata-v1
    ec2.Instance(group, "web", require_imdsv2=True)


def stores(client, scope, vpc):
    # ruleid: python.storage-unencrypted
    client.create_db_instance(Engine="postgres", StorageEncrypted=False)
    # ruleid: python.storage-unencrypted
    aws_efs.FileSystem(scope, "files", vpc=vpc, encrypted=False)
    # ok: python.storage-unencrypted
    client.create_db_instance(Engine="postgres", StorageEncrypted=True)
    # ok: python.storage-unencrypted
    client.describe(Encrypted=False)
    # ruleid: python.database-public
    client.create_db_instance(Engine="postgres", PubliclyAccessible=True)
    # ruleid: python.database-public
    DatabaseInstance(scope, "shop", vpc=vpc, publicly_accessible=True)
    # ok: python.database-public
    client.create_db_instance(Engine="postgres", PubliclyAccessible=False)
    # ok: python.database-public
    DatabaseInstance(scope, "shop", vpc=vpc)
    # ruleid: python.kms-no-rotation
    aws_kms.Key(scope, "key", enable_key_rotation=False)
    # ruleid: python.kms-no-rotation
    client.disable_key_rotation(KeyId="alias/shop")
    # ok: python.kms-no-rotation
    aws_kms.Key(scope, "key", enable_key_rotation=True)
    # ok: python.kms-no-rotation
    client.enable_key_rotation(KeyId="alias/shop")


def others(bucket, service, policy, member, host):
    blob = storage.Client().bucket(bucket).blob("a")
    # ruleid: python.gcs-public
    blob.make_public()
    # ruleid: python.gcs-public
    policy.bindings.append({"role": "viewer", "members": {"allUsers"}})
    # ok: python.gcs-public
    policy.bindings.append({"role": "viewer", "members": {member}})
    # ok: python.gcs-public
    blob.make_private()
    # ruleid: python.azure-storage-public
    service.create_container("files", public_access="container")
    # ruleid: python.azure-storage-public
    service.create_container("files", public_access=PublicAccess.BLOB)
    # ruleid: python.azure-storage-public
    StorageAccountCreateParameters(allow_blob_public_access=True)
    # ok: python.azure-storage-public
    service.create_container("files")
    # ok: python.azure-storage-public
    StorageAccountCreateParameters(allow_blob_public_access=False)
    # ruleid: python.azure-plain-http
    StorageAccountCreateParameters(enable_https_traffic_only=False)
    # ruleid: python.azure-plain-http
    StorageAccount("files", minimum_tls_version="TLS1_0")
    # ok: python.azure-plain-http
    StorageAccountCreateParameters(enable_https_traffic_only=True)
    # ok: python.azure-plain-http
    StorageAccount("files", minimum_tls_version="TLS1_2")
    # ruleid: python.minio-in-clear
    Minio(host, access_key=member, secure=False)
    # ruleid: python.minio-in-clear
    Minio("files.example.com", secure=False)
    # ok: python.minio-in-clear
    Minio("localhost:9000", secure=False)
    # ok: python.minio-in-clear
    Minio("minio:9000", secure=False)
    # ok: python.minio-in-clear
    Minio("files.example.com")


# ruleid: python.airflow-conf-in-command
BashOperator(task_id="a", bash_command="ls {{ dag_run.conf['folder'] }}")
# ruleid: python.airflow-conf-in-command
SSHOperator(task_id="b", command='tar xf {{ dag_run.conf["name"] }}')
# ok: python.airflow-conf-in-command
BashOperator(task_id="c", bash_command="ls /data/{{ ds }}")
# ok: python.airflow-conf-in-command
BashOperator(
    task_id="d",
    bash_command='ls "$FOLDER"',
    env={"FOLDER": "{{ dag_run.conf['folder'] }}"},
)
# ok: python.airflow-conf-in-command
BashOperator(task_id="e", bash_command="sleep {{ params.seconds }}")
