# Any Debian with Python 3.11 or newer will do; .ci/container builds from its own.
ARG BASE=docker.io/library/python:3.11-slim-bookworm

FROM ${BASE} AS build
WORKDIR /app
RUN python3 -m venv /venv
COPY pyproject.toml .ci/lock.txt ./
# The dependencies without framegen, so that changes of code keep this layer cached.
RUN python3 -c 'import tomllib; p = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
    print(*p["dependencies"], *p["optional-dependencies"]["service"], sep="\n")' > wanted.txt \
 && /venv/bin/python -m pip install --no-cache-dir --no-compile \
    --constraint lock.txt --requirement wanted.txt \
 && /venv/bin/python -m pip uninstall --quiet --yes pip setuptools \
 && find /venv -type d -name tests -prune -exec rm -r {} + \
 && rm pyproject.toml wanted.txt
# What compiles the catalogues of words, which git does not keep compiled; it stays in this stage.
RUN python3 -m venv /tools \
 && /tools/bin/python -m pip install --no-cache-dir --constraint lock.txt babel hatchling
COPY .ci/build.py ./
COPY framegen framegen
COPY frames frames
COPY service service
RUN /tools/bin/python -c 'import build, pathlib; build.compile_catalogues(pathlib.Path("framegen/language"))' \
 && rm -rf build.py lock.txt __pycache__
# Bytecode cannot be written later. Unchecked, it stays valid whatever a registry does to file times.
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
# Without pip there is less to patch. The import proves that the libraries load, and leaves the
# bytecode of the standard library, which the base lacks.
RUN rm -rf /usr/local/lib/python3*/site-packages /usr/local/lib/python3*/ensurepip /usr/local/bin/pip* \
 && python -c 'import cv2, multiprocessing.forkserver, pi_heif, resvg_py, service.app'
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    FRAMEGEN_HOST=0.0.0.0 \
    FRAMEGEN_PORT=8000 \
    FRAMEGEN_METRICS_HOST=0.0.0.0 \
    FRAMEGEN_METRICS_PORT=9464
# By number, so that Kubernetes' runAsNonRoot can check it.
USER 10001:10001
# Publish 8000 alone; the metrics are internal.
EXPOSE 8000 9464
STOPSIGNAL SIGTERM
# Not by urllib, which would use a proxy of the environment.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-I", "-c", "import http.client as h, os; c = h.HTTPConnection('127.0.0.1', os.environ['FRAMEGEN_PORT'], timeout=4); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]
# Runs with a read-only root, without capabilities and new privileges. It needs a writable /tmp, a
# tmpfs, for the socket by which worker processes are started; photos never go there.
ENTRYPOINT ["python", "-m", "service"]
