"""An administrator connects a system, sees its key once, the system calls with it, the call is in the log, and the key is revoked."""

import json
import urllib.error
import urllib.request

import pytest

from connections.models import Connection, Token
from records.models import ServiceRecord
from tests.connections.world import CALL
from tests.tickets.world import make_agent

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def call(url: str, key: str) -> tuple[int, dict]:
    body = json.dumps({"source": "客服平台", "records": [CALL]}).encode()
    head = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(urllib.request.Request(f"{url}/api/v1/records", body, head)) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.load(refusal)


def test_administrator_connects_a_system(committed_cast, desk, open_server):
    agent = make_agent(committed_cast)
    admin = desk(committed_cast.feng).sign_in()
    page = admin.open("connections:connection_list")
    page.get_by_role("link", name="登记对接系统").click()
    page.fill("input[name=name]", "客服平台")
    page.fill("input[name=code]", "call-centre")
    page.select_option("select[name=contact]", agent.staff_number)
    page.check("input[name=scopes][value='records.write']")
    page.fill("input[name=new_source]", "客服平台")
    admin.press("main form .form__actions button[type=submit]")
    admin.shoot("connected-new")
    page.get_by_role("link", name="新建密钥").click()
    admin.press("main form .form__actions button[type=submit]")
    key = page.locator(".note .digest code").inner_text()
    admin.shoot("connected-key")
    assert key.startswith("qap_")

    status, answer = call(open_server.url, key)
    assert (status, answer["stored"], ServiceRecord.objects.count()) == (200, 1, 1)

    row = Connection.objects.get()
    admin.open("connections:connection_detail", public_id=row.public_id)
    admin.shows("POST records")
    assert page.get_by_text(key).count() == 0
    admin.shoot("connected-called")
    admin.act("connections:key_revoke", public_id=Token.objects.get().public_id)
    admin.shows("已吊销")
    assert call(open_server.url, key)[0] == 401
    assert (
        desk(committed_cast.li).sign_in().refused("connections:key_revoke", public_id=Token.objects.get().public_id)
        == 404
    )
