"""OpenAPI: the contract that other programs rely on."""

import pytest

from framegen import __version__


class TestOpenApi:
    def test_names_the_calls_and_not_the_pages(self, client):
        page = client.get("/openapi.json").json()
        calls = {
            (method.upper(), path) for path, methods in page["paths"].items() for method in methods
        }
        assert page["info"]["version"] == __version__
        assert calls == {
            ("GET", "/healthz"),
            ("GET", "/readyz"),
            ("GET", "/v1/campaign"),
            ("GET", "/v1/frames"),
            ("GET", "/v1/frames/{name}"),
            ("GET", "/v1/frames/{name}/artwork.png"),
            ("POST", "/v1/frames/{name}/avatars"),
            ("POST", "/v1/frames/{name}/lettering"),
            ("POST", "/v1/photos"),
            ("GET", "/v1/photos/{token}/suggestions"),
            ("GET", "/v1/photos/{token}.jpg"),
            ("DELETE", "/v1/photos/{token}"),
            ("DELETE", "/v1/photos/{token}.jpg"),
            ("POST", "/v1/avatars"),
            ("GET", "/v1/avatars/{token}.{suffix}"),
            ("DELETE", "/v1/avatars/{token}"),
            ("DELETE", "/v1/avatars/{token}.{suffix}"),
        }

    def test_says_how_a_photo_is_sent(self, client):
        paths = client.get("/openapi.json").json()["paths"]
        content = paths["/v1/frames/{name}/avatars"]["post"]["requestBody"]["content"]
        assert set(content) == {"multipart/form-data", "image/*"}
        wishes = content["multipart/form-data"]["schema"]["properties"]
        assert set(wishes) == {
            *("photo", "crop", "turn", "face", "level", "text.name", "size", "format")
        }
        content = paths["/v1/photos"]["post"]["requestBody"]["content"]
        assert set(content) == {"multipart/form-data", "image/*"}

    def test_says_how_an_avatar_is_asked_for(self, client):
        call = client.get("/openapi.json").json()["paths"]["/v1/avatars"]["post"]
        schema = call["requestBody"]["content"]["application/json"]["schema"]
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            schema = client.get("/openapi.json").json()["components"]["schemas"][name]
        assert schema["required"] == ["photo", "frame"]
        assert schema["additionalProperties"] is False

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("post", "/v1/frames/{name}/avatars"),
            ("post", "/v1/photos"),
            ("post", "/v1/avatars"),
        ],
    )
    def test_says_all_that_work_may_end_in(self, client, method, path):
        call = client.get("/openapi.json").json()["paths"][path][method]
        ends = {"400", "401", "408", "413", "415", "422", "429", "503"}
        assert ends <= set(call["responses"])
        for status in ends:
            assert "application/problem+json" in call["responses"][status]["content"]
