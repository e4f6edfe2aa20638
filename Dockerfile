# Two stages: packages are built with a compiler at hand, the image that runs has none.
FROM python:3.13-slim AS build
WORKDIR /app
COPY constraints.txt pyproject.toml README.md ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r constraints.txt
COPY feedsvc ./feedsvc
RUN /venv/bin/pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /dist . \
 && /venv/bin/pip install --no-cache-dir --no-deps /dist/*.whl

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /srv feedsvc \
 && mkdir -p /srv/config /srv/state /srv/output && chown -R feedsvc /srv
COPY --from=build /venv /venv
COPY --chown=feedsvc config /srv/config
USER feedsvc
WORKDIR /srv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1
VOLUME ["/srv/config", "/srv/state", "/srv/output"]
EXPOSE 8000
HEALTHCHECK --interval=60s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["feedsvc"]
CMD ["run", "--serve", "0.0.0.0:8000"]
