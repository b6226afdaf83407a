"""What a refusal looks like to the person who meets it."""

from django.urls import reverse


def test_address_that_only_takes_forms_is_a_page_when_it_is_opened(client, cast):
    client.force_login(cast.lin.user)
    address = reverse("notifications:read_all")
    opened = client.get(address, headers={"Accept": "text/html,*/*"})
    assert (opened.status_code, opened["Allow"]) == (405, "POST")
    assert "There is no page at this address" in opened.content.decode()
    asked_by_script = client.get(address, headers={"Accept": "application/json"})
    assert (asked_by_script.status_code, asked_by_script.content) == (405, b"")
