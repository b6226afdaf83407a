"""HTTPS for a trial: a certificate for this machine, made once, and refused where it does not belong."""

import http.server
import ssl
import threading

import pytest

from qa_portal.certificate import make_certificate
from qa_portal.launcher import options, parts, ports, tls
from qa_portal.launcher.failure import Failure
from qa_portal.launcher.places import Checkout, Data
from qa_portal.launcher.visitor import Visitor


@pytest.fixture
def data(tmp_path):
    data = Data(tmp_path / "data")
    data.make()
    return data


def test_certificate_is_made_once_and_anew_for_other_addresses(data, monkeypatch):
    made = tls.ensure_certificate(Checkout(), data)
    first = made.chain.read_bytes()
    assert [file.stat().st_mode & 0o077 for file in (made.key, made.chain, made.authority)] == [0, 0, 0]
    assert tls.ensure_certificate(Checkout(), data).chain.read_bytes() == first
    monkeypatch.setattr(tls, "addresses_of_host", lambda: ["192.0.2.7"])
    assert tls.ensure_certificate(Checkout(), data).chain.read_bytes() != first


def test_visitor_who_trusts_the_authority_is_answered_by_the_names_in_it_and_nobody_else(tmp_path):
    make_certificate(tmp_path, ["localhost", "127.0.0.1"])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")
    server = http.server.HTTPServer((ports.HOST, 0), Quiet)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"https://{ports.HOST}:{server.server_port}/"
    try:
        assert Visitor(address, trusted=tmp_path / "authority.pem").get("/").status == 204
        make_certificate(tmp_path / "other", ["127.0.0.1"])
        with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
            Visitor(address, trusted=tmp_path / "other" / "authority.pem").get("/")
    finally:
        server.shutdown()
        server.server_close()


class Quiet(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(204)
        self.end_headers()

    def log_message(self, *words):
        pass


def test_names_are_those_of_the_machine_and_its_addresses(monkeypatch):
    monkeypatch.setattr(tls.socket, "gethostname", lambda: "Desk_7")
    monkeypatch.setattr(tls.socket, "getfqdn", lambda: "desk-7.bank.example")
    monkeypatch.setattr(tls, "addresses_of_host", lambda: ["192.0.2.7"])
    assert tls.names_of_host() == ["desk-7.bank.example", "localhost", "127.0.0.1", "192.0.2.7"]


def test_production_refuses_a_certificate_that_the_machine_makes_for_itself(monkeypatch):
    monkeypatch.setenv("QA_PORTAL_ENV", "production")
    with pytest.raises(Failure) as refused:
        options.read_options(["--tls", "--no-demo"], Checkout())
    assert "reverse proxy" in refused.value.line()


def test_portal_that_others_reach_answers_to_its_own_names_alone(data, monkeypatch):
    monkeypatch.delenv("QA_PORTAL_HOSTS", raising=False)
    monkeypatch.delenv("QA_PORTAL_URL", raising=False)
    told = {"environment": "demo", "address": "https://192.0.2.7:8000", "redis_url": ""}
    hosts = parts.part_environment(data, tls=True, **told)["QA_PORTAL_HOSTS"].split(",")
    assert {"localhost", "127.0.0.1", "192.0.2.7"} <= set(hosts) and "*" not in hosts
    assert "QA_PORTAL_HOSTS" not in parts.part_environment(data, tls=False, **told)
    monkeypatch.setenv("QA_PORTAL_HOSTS", "trial.bank.example")
    assert parts.part_environment(data, tls=True, **told)["QA_PORTAL_HOSTS"] == "trial.bank.example"
