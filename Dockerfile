# Any Debian with Python 3.11 or newer will do; .ci/container builds from its own.
ARG BASE=docker.io/library/python:3.11-slim-bookworm

FROM ${BASE} AS build
WORKDIR /app
RUN python3 -m venv /venv
COPY pyproject.toml .ci/lock.txt ./
# The dependencies without framegen: code changes daily and must not cost this layer.
RUN python3 -c 'import tomllib; p = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
    print(*p["dependencies"], *p["optional-dependencies"]["service"], sep="\n")' > wanted.txt \
 && /venv/bin/python -m pip install --no-cache-dir --no-compile \
    --constraint lock.txt --requirement wanted.txt \
 && /venv/bin/python -m pip uninstall --quiet --yes pip setuptools \
 && find /venv -type d -name tests -prune -exec rm -r {} + \
 && rm pyproject.toml lock.txt wanted.txt
COPY framegen framegen
COPY frames frames
COPY service service
# Nobody can write bytecode later, and unchecked it holds whatever a registry does to file times.
RUN /venv/bin/python -m compileall -q -j 0 --invalidation-mode unchecked-hash /app /venv/lib

FROM ${BASE}
ARG BASE
ARG VERSION=0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="framegen" \
      org.opencontainers.image.description="Puts a campaign's frame around a profile photo." \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="${BASE}"
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:${PATH}
# The base's pip is one more thing to patch. The import proves that the libraries load, and leaves
# the bytecode of the standard library, which the base comes without.
RUN rm -rf /usr/local/lib/python3*/site-packages /usr/local/lib/python3*/ensurepip /usr/local/bin/pip* \
 && python -c 'import cv2, multiprocessing.forkserver, pi_heif, resvg_py, service.app'
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    FRAMEGEN_HOST=0.0.0.0 \
    FRAMEGEN_PORT=8000 \
    FRAMEGEN_METRICS_HOST=0.0.0.0 \
    FRAMEGEN_METRICS_PORT=9464
# By number, so that Kubernetes' runAsNonRoot can see that it is not root.
USER 10001:10001
# The metrics are for the inside: publish 8000 alone.
EXPOSE 8000 9464
STOPSIGNAL SIGTERM
# Without urllib, which would ask a proxy of the environment.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-I", "-c", "import http.client as h, os; c = h.HTTPConnection('127.0.0.1', os.environ['FRAMEGEN_PORT'], timeout=4); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]
# It runs with a read-only root, no capability and no new privileges. It needs a /tmp that can be
# written, a tmpfs: the socket by which worker processes are made lives there, a photo never does.
ENTRYPOINT ["python", "-m", "service"]
