FROM python:3.12-slim AS build
COPY requirements.txt /tmp/
RUN python -m venv /srv/venv \
    && /srv/venv/bin/pip install --no-cache-dir --require-hashes --requirement /tmp/requirements.txt

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /srv/portal portal \
    && install --directory --owner=portal --mode=0750 /srv/data
ENV PATH=/srv/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/srv/data BIND=0.0.0.0:8000
COPY --from=build /srv/venv /srv/venv
COPY . /srv/portal
# The fonts are cut from their wheels and written beside our own static files.
RUN install --directory --owner=portal /srv/portal/static/vendor
WORKDIR /srv/portal
USER portal
VOLUME /srv/data
EXPOSE 8000
CMD ["script/process", "web"]
