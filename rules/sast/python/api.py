import strawberry
from flask import request
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from rest_framework import generics, serializers, viewsets
from rest_framework.permissions import AllowAny, IsAuthenticated
from strawberry.extensions import QueryDepthLimiter


def create(request):
    # ruleid: python.mass-assignment
    user = User(**request.data)
    # ruleid: python.mass-assignment
    User.objects.create(**request.POST.dict())
    # ruleid: python.mass-assignment
    User.objects.filter(pk=1).update(**request.data)
    # ruleid: python.mass-assignment
    user = models.User(owner=request.user, **request.get_json())
    # ok: python.mass-assignment
    form = UserForm(**request.data)
    # ok: python.mass-assignment
    user = User(name=request.data["name"])
    # ok: python.mass-assignment
    search(**request.GET.dict())
    # ok: python.mass-assignment
    User.objects.create(**serializer.validated_data)
    return user, form


def update(request, user):
    for name, value in request.data.items():
        # ruleid: python.setattr-request
        setattr(user, name, value)
    body = request.get_json()
    for key, value in body.items():
        # ruleid: python.setattr-request
        setattr(user, key, value)
    for key, value in body.items():
        if key in EDITABLE:
            # ok: python.setattr-request
            setattr(user, key, value)
    for name, value in form.cleaned_data.items():
        # ok: python.setattr-request
        setattr(user, name, value)


class UserSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        # ruleid: python.all-model-fields
        fields = "__all__"


class UserForm(forms.ModelForm):
    class Meta:
        model = User
        # ruleid: python.all-model-fields
        fields = "__all__"


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        # ok: python.all-model-fields
        fields = ["name", "mail"]
        # ok: python.model-fields-excluded
        widgets = {}


class Filter(FilterSet):
    class Meta:
        model = User
        # ok: python.all-model-fields
        fields = "__all__"
        # ok: python.model-fields-excluded
        exclude = ["password"]


class AccountForm(forms.ModelForm):
    class Meta:
        model = User
        # ruleid: python.model-fields-excluded
        exclude = ["password"]


class AccountSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        # ruleid: python.model-fields-excluded
        exclude = ("password",)


# ruleid: python.drf-default-allow-any
REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
}
# ruleid: python.drf-default-allow-any
REST_FRAMEWORK = {"PAGE_SIZE": 10, "DEFAULT_PERMISSION_CLASSES": []}
# ok: python.drf-default-allow-any
REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": (
        "rest_framework.permissions.IsAuthenticated",
    ),
}
# ok: python.drf-default-allow-any
REST_FRAMEWORK = {"DEFAULT_THROTTLE_CLASSES": []}


class Users(viewsets.ModelViewSet):
    # ruleid: python.drf-open-writes
    permission_classes = [AllowAny]


class NewOrder(generics.CreateAPIView):
    # ruleid: python.drf-open-writes
    permission_classes = []


class Registration(generics.CreateAPIView):
    # ok: python.drf-open-writes
    permission_classes = [AllowAny]


class Orders(generics.ListAPIView):
    # ok: python.drf-open-writes
    permission_classes = [AllowAny]


class Accounts(viewsets.ModelViewSet):
    # ok: python.drf-open-writes
    permission_classes = [IsAuthenticated]


urlpatterns = [
    # ruleid: python.graphql-console
    path("graphql", GraphQLView.as_view(schema=schema, graphiql=True)),
    # ruleid: python.graphql-console
    path("query", AsyncGraphQLView.as_view(graphql_ide="graphiql")),
    # ok: python.graphql-console
    path("graphql", GraphQLView.as_view(graphiql=settings.DEBUG)),
    # ok: python.graphql-console
    path("graphql", GraphQLView.as_view(schema=schema)),
]

# ruleid: python.graphql-depth-unlimited
schema = strawberry.Schema(query=Query)
# ruleid: python.graphql-depth-unlimited
schema = strawberry.Schema(Query, Mutation)
# ok: python.graphql-depth-unlimited
schema = strawberry.Schema(Query, extensions=[QueryDepthLimiter(10)])
# ok: python.graphql-depth-unlimited
schema = graphene.Schema(Query)

admin = Admin(app)


class Protected(ModelView):
    def is_accessible(self):
        return current_user.is_admin


# ruleid: python.flask-admin-open
admin.add_view(ModelView(User, db.session))
# ruleid: python.flask-admin-open
admin.add_view(ModelView(Order, db.session, name="Orders"))
# ok: python.flask-admin-open
admin.add_view(Protected(User, db.session))
# ok: python.flask-admin-open
register.add_view(Page(User, db.session))

REST_FRAMEWORK.update(
    # ruleid: python.drf-basic-authentication
    {
        "DEFAULT_AUTHENTICATION_CLASSES": [
            "rest_framework.authentication.BasicAuthentication",
        ],
    }
)
# ruleid: python.drf-basic-authentication
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": (
        "rest_framework.authentication.BasicAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ),
}
# ok: python.drf-basic-authentication
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",
    ],
}
# ok: python.drf-basic-authentication
names = ["rest_framework.authentication.BasicAuthentication"]
