"""Reference: documents every call and every problem."""

import html
import re
import shlex

import pytest

from framegen.language import LANGUAGES
from service.api.problems import HTTP_PROBLEMS, UNANSWERED, problems_answered, status_of
from service.page.pages import TEMPLATES as FOLDER
from service.page.reference import calls_of
from tests.service.api.test_problems import CASES
from tests.service.conftest import problem_words
from tests.service.test_words import ERRORS

TEMPLATES = sorted(FOLDER.glob("*.html"))
MEMBERS = ("/", "/docs", "/problems", "/anh/", "/khung/", "/static/")


@pytest.fixture(scope="module")
def schema(client):
    return client.get("/openapi.json").json()


@pytest.fixture(scope="module")
def docs(client):
    return html.unescape(client.get("/docs").text)


class TestDocs:
    def test_name_every_call(self, schema, docs):
        for path, methods in schema["paths"].items():
            for method, call in methods.items():
                assert f"<b>{method.upper()}</b> <code>{path}</code>" in docs
                assert call["summary"] in docs

    def test_name_every_field_and_status(self, schema):
        calls = {(call.method, call.path): call for call in calls_of(schema)}
        for path, methods in schema["paths"].items():
            for method, call in methods.items():
                told = calls[method.upper(), path]
                names = {parameter["name"] for parameter in call.get("parameters", ())}
                assert names <= {name for name, *_ in told.fields}
                assert {status for status, _ in told.answers} == set(call["responses"])
        photo = calls["POST", "/v1/frames/{name}/avatars"].fields
        assert {"photo", "crop", "turn", "face", "level", "text.name", "size", "format"} <= {
            name for name, *_ in photo
        }
        avatar = {name: meaning for name, *_, meaning in calls["POST", "/v1/avatars"].fields}
        assert set(avatar) == {"photo", "frame", "face", "crop", "level", "text", "size", "format"}
        assert "(required)" in avatar["photo"]
        assert "(required)" not in avatar["size"]

    def test_give_a_line_that_makes_the_call(self, schema):
        for call in calls_of(schema):
            words = shlex.split(call.curl)
            assert words[0] == "curl"
            assert words[-1].startswith("http://127.0.0.1:8000/")
            method = words[words.index("-X") + 1] if "-X" in words else "GET"
            assert call.method == ("POST" if {"-F", "--json"} & set(words) else method)


class TestOpenApi:
    def test_refers_to_nothing_that_it_does_not_hold(self, schema, client):
        known = {f"#/components/schemas/{name}" for name in schema["components"]["schemas"]}
        referred = set(re.findall(r'"\$ref": ?"([^"]+)"', client.get("/openapi.json").text))
        assert referred - known == set()

    def test_tells_when_to_come_back_wherever_it_may_say_so(self, schema):
        for methods in schema["paths"].values():
            for call in methods.values():
                for status in {"429", "503"} & set(call["responses"]):
                    answer = call["responses"][status]
                    if "application/problem+json" in answer["content"]:
                        assert "Retry-After" in answer["headers"]

    def test_tells_where_a_key_helps(self, schema):
        helped = {
            path
            for path, methods in schema["paths"].items()
            for call in methods.values()
            if call.get("security") == [{}, {"key": []}]
        }
        held = {"/v1/photos", "/v1/photos/{token}.jpg", "/v1/avatars"}
        assert helped == held | {f"/v1/frames/{{name}}/{made}" for made in ("avatars", "lettering")}
        assert schema["components"]["securitySchemes"]["key"]["scheme"] == "bearer"

    def test_gives_each_call_a_name_of_its_own(self, schema):
        names = [call["operationId"] for path in schema["paths"].values() for call in path.values()]
        assert len(names) == len(set(names))

    def test_tells_of_no_page(self, schema):
        assert not [path for path in schema["paths"] if path.startswith(MEMBERS[1:]) or path == "/"]


class TestProblems:
    @pytest.mark.parametrize("code", sorted({case.values[4] for case in CASES} | {"internal"}))
    def test_has_a_page(self, client, code):
        answer = client.get(f"/problems/{code}")
        text = html.unescape(answer.text)
        assert answer.status_code == 200
        assert code in text
        for language in LANGUAGES:
            assert all(words in text for words in problem_words(code, language))

    def test_are_listed_with_their_status(self, client):
        text = html.unescape(client.get("/problems").text)
        for problem in problems_answered():
            assert f"<code>{problem.code}</code> <span>HTTP {problem.status}</span>" in text
            assert problem.title in text
            assert problem.hint in text

    def test_are_all_that_the_service_may_answer(self):
        codes = [problem.code for problem in problems_answered()]
        answered = {
            error.code for error in ERRORS if status_of(error) != 500 and error not in UNANSWERED
        }
        assert set(codes) == answered | {problem.code for problem in HTTP_PROBLEMS.values()}
        assert codes == sorted(set(codes))

    @pytest.mark.parametrize("code", ["nix", "come-back", "<b>", "photo-too-large/", "%2e%2e"])
    def test_that_do_not_exist_are_not_found(self, client, code):
        answer = client.get(f"/problems/{code}")
        assert answer.status_code in {404, 307}
        assert "<b>" not in answer.text


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
class TestTemplates:
    def test_escape_everything(self, template):
        text = template.read_text(encoding="utf-8")
        # What a script reads as data is escaped by `tojson` itself.
        data = '<script type="application/json" id="data">{{ data|tojson }}</script>'
        text = text.replace(data, "")
        assert not re.search(r"\|\s*(safe|tojson|xmlattr)\b|autoescape|Markup", text)

    def test_quote_every_value_that_stands_in_a_tag(self, template):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"<[^<>]*=\s*\{\{", text)
