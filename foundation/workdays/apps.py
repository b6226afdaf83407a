from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    name = "foundation.workdays"
    label = "workdays"

    def ready(self) -> None:
        from foundation.common.dates import countings
        from foundation.workdays.calendar import workdays_between

        countings.register("workdays", workdays_between)
