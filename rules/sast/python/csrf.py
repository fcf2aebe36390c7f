import tornado.web
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt as exempt
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from flask_wtf import CSRFProtect, FlaskForm
from pyramid.view import view_config
from rest_framework.authentication import SessionAuthentication

csrf = CSRFProtect()


# ruleid: python.django-csrf-exempt
@csrf_exempt
def transfer(request):
    return pay(request.user, request.POST["to"])


# ruleid: python.django-csrf-exempt
@method_decorator(csrf_exempt, name="dispatch")
class Transfer(View):
    pass


# ok: python.django-csrf-exempt
@csrf_protect
def protected(request):
    return None


urlpatterns = [
    # ruleid: python.django-csrf-exempt
    path("graphql", exempt(GraphQLView.as_view())),
    # ok: python.django-csrf-exempt
    path("login", csrf_protect(LoginView.as_view())),
]


@app.route("/hook", methods=["POST"])
# ruleid: python.flask-csrf-exempt
@csrf.exempt
def hook():
    return "ok"


# ruleid: python.flask-csrf-exempt
csrf.exempt(api_blueprint)
# ok: python.flask-csrf-exempt
limiter.exempt(api_blueprint)
# ok: python.flask-csrf-exempt
csrf.init_app(app)

# ruleid: python.flask-csrf-off
app.config["WTF_CSRF_ENABLED"] = False
# ruleid: python.flask-csrf-off
WTF_CSRF_ENABLED = False
app.config.update(
    # ruleid: python.flask-csrf-off
    WTF_CSRF_ENABLED=False,
)
# ok: python.flask-csrf-off
WTF_CSRF_ENABLED = True
# ok: python.flask-csrf-off
app.config["WTF_CSRF_CHECK_DEFAULT"] = False


class TestConfig:
    # ok: python.flask-csrf-off
    WTF_CSRF_ENABLED = False


class TransferForm(FlaskForm):
    class Meta:
        # ruleid: python.flask-form-csrf-off
        csrf = False


class SearchForm(FlaskForm):
    class Meta:
        # ok: python.flask-form-csrf-off
        csrf = False


def edit(data):
    # ruleid: python.flask-form-csrf-off
    form = TransferForm(data, meta={"csrf": False})
    # ruleid: python.flask-form-csrf-off
    form = TransferForm(data, csrf_enabled=False)
    # ok: python.flask-form-csrf-off
    form = TransferForm(data, meta={"locales": ["en"]})
    return form


# ruleid: python.django-middleware-without-csrf
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    # "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
# ruleid: python.django-middleware-without-csrf
MIDDLEWARE_CLASSES = (
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
)
# ok: python.django-middleware-without-csrf
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
# ok: python.django-middleware-without-csrf
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "shop.middleware.CsrfMiddleware",
]
# ok: python.django-middleware-without-csrf
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]


class Unchecked(SessionAuthentication):
    # ruleid: python.drf-session-without-csrf
    def enforce_csrf(self, request):
        return


class Careless(SessionAuthentication):
    # ruleid: python.drf-session-without-csrf
    def enforce_csrf(self, request):
        pass


class Careful(SessionAuthentication):
    # ok: python.drf-session-without-csrf
    def enforce_csrf(self, request):
        log(request)
        super().enforce_csrf(request)


class Middleware:
    def process_request(self, request):
        # ruleid: python.drf-session-without-csrf
        request._dont_enforce_csrf_checks = True
        # ok: python.drf-session-without-csrf
        request._dont_enforce_csrf_checks = False


# ruleid: python.pyramid-csrf-exempt
@view_config(route_name="transfer", require_csrf=False)
def pyramid_transfer(request):
    return {}


def includeme(config):
    # ruleid: python.pyramid-csrf-off
    config.set_default_csrf_options(require_csrf=False)
    # ruleid: python.pyramid-csrf-off
    config.set_default_csrf_options(require_csrf=True, check_origin=False)
    # ruleid: python.pyramid-csrf-exempt
    config.add_view(pyramid_transfer, require_csrf=False)
    # ok: python.pyramid-csrf-exempt
    config.add_view(feed, request_method="GET", require_csrf=False)
    # ok: python.pyramid-csrf-off
    config.set_default_csrf_options(require_csrf=True)
    # ok: python.pyramid-csrf-off, python.pyramid-csrf-exempt
    config.add_view(pyramid_transfer, request_method="GET")


# ruleid: python.tornado-xsrf-off
tornado.web.Application(handlers, xsrf_cookies=False)
# ruleid: python.tornado-xsrf-off
settings = {"cookie_secret": secret, "xsrf_cookies": False}
# ok: python.tornado-xsrf-off
tornado.web.Application(handlers, xsrf_cookies=True)
# ok: python.tornado-xsrf-off
settings = {"cookie_secret": secret, "xsrf_cookies": True}


class Handler(tornado.web.RequestHandler):
    # ruleid: python.tornado-xsrf-exempt
    def check_xsrf_cookie(self):
        pass


class Hook(tornado.web.RequestHandler):
    # ruleid: python.tornado-xsrf-exempt
    def check_xsrf_cookie(self):
        return None


class Strict(tornado.web.RequestHandler):
    # ok: python.tornado-xsrf-exempt
    def check_xsrf_cookie(self):
        super().check_xsrf_cookie()


class Signed(tornado.web.RequestHandler):
    # ok: python.tornado-xsrf-exempt
    def check_xsrf_cookie(self):
        verify(self.request)


# ruleid: python.django-csrf-trusted-origins
CSRF_TRUSTED_ORIGINS = ["https://*"]
# ruleid: python.django-csrf-trusted-origins
CSRF_TRUSTED_ORIGINS = ["https://example.org", "https://*.ngrok.io"]
# ok: python.django-csrf-trusted-origins
CSRF_TRUSTED_ORIGINS = ["https://*.example.org"]
# ok: python.django-csrf-trusted-origins
CSRF_TRUSTED_ORIGINS = env.list("ORIGINS")

# ruleid: python.tornado-xsrf-missing
tornado.web.Application(handlers, cookie_secret=secret)
# ruleid: python.tornado-xsrf-missing
tornado.web.Application(handlers, login_url="/login", cookie_secret=secret)
# ok: python.tornado-xsrf-missing
tornado.web.Application(handlers, cookie_secret=secret, xsrf_cookies=True)
# ok: python.tornado-xsrf-missing
tornado.web.Application(handlers)
