"""`request.person`: the person behind the user who has signed in, or None."""

from organization.models import Person


class PersonMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.person = None
        if request.user.is_authenticated:
            request.person = Person.objects.select_related("unit", "user").filter(user=request.user).first()
        return self.get_response(request)
