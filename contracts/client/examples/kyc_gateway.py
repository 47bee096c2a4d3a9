"""The KYC gateway in Python 3.9 or newer: one file without dependencies. Copy it and make it yours.

    GATEWAY=http://127.0.0.1:4030 API_KEY=kyc_... python3 kyc_gateway.py
"""

import base64, hashlib, hmac, json, os, time, urllib.error, urllib.parse, urllib.request, uuid


class KycProblem(Exception):
    """The gateway refused the request, or failed. Decide by `code`."""

    def __init__(self, problem: dict, request_id: str):
        super().__init__(f"{problem.get('title')} ({problem.get('code')}). {problem.get('detail', '')} Request {request_id}.")
        self.code, self.retryable = problem.get("code"), problem.get("retryable", False)


class KycGateway:
    def __init__(self, url: str, key: str, attempts: int = 4):
        self.url, self.key, self.attempts = url.rstrip("/"), key, attempts

    def start(self, flow: str, applicant_id: str, idempotency_key: str = "", **more) -> dict:
        """Starts a verification. Repeated with the same key it is the same session."""
        body = {"flow": flow, "applicant": {"id": applicant_id}, **more}
        return self._send("POST", "/v1/sessions", body, {"Idempotency-Key": idempotency_key or str(uuid.uuid4())})

    def result(self, session_id: str) -> dict:
        """Who was verified, and how."""
        return self._send("GET", f"/v1/sessions/{urllib.parse.quote(session_id, safe='')}/result")

    def follow(self, after: str = "", types: str = ""):
        """Every event, in order, with the cursor to store once you have dealt with it. Never ends by itself."""
        while True:
            asked = {"wait": "20", **({"after": after} if after else {}), **({"types": types} if types else {})}
            page = self._send("GET", "/v1/events?" + urllib.parse.urlencode(asked))
            for index, event in enumerate(page["items"]):
                yield event, page["nextCursor"] if index == len(page["items"]) - 1 else after
            after = page["nextCursor"]

    def _send(self, method: str, path: str, body=None, headers=None) -> dict:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", **(headers or {})}
        for attempt in range(1, self.attempts + 1):
            try:
                request = urllib.request.Request(self.url + path, data, headers, method=method)
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as refusal:
                problem = _read_problem(refusal)
                if not problem.get("retryable") or attempt == self.attempts:
                    raise KycProblem(problem, refusal.headers.get("X-Request-Id") or problem.get("instance", "")) from None
                time.sleep(float(refusal.headers.get("Retry-After") or 2 ** (attempt - 1)))
            except (OSError, ValueError):  # nothing came, or it was cut off
                if attempt == self.attempts:
                    raise
                time.sleep(2 ** (attempt - 1))


def _read_problem(refusal: urllib.error.HTTPError) -> dict:
    try:
        return json.load(refusal)
    except ValueError:  # somebody in between answered
        return {"title": "Not the gateway's answer", "code": f"http_{refusal.code}", "retryable": refusal.code >= 500}


def verify_event(key: str, headers: dict, body: bytes) -> dict:
    """The event, when the gateway signed it with this key (whsec_...) within the last five minutes."""
    event_id, timestamp = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(timestamp)) >= 300:
        raise ValueError("The event is too old, or a clock is wrong.")
    secret = base64.b64decode(key.removeprefix("whsec_"))
    signed = f"{event_id}.{timestamp}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    if not any(hmac.compare_digest(expected, given) for given in headers["webhook-signature"].split(" ")):
        raise ValueError("The event is not signed with this key.")
    return json.loads(body)


if __name__ == "__main__":
    kyc = KycGateway(os.environ["GATEWAY"], os.environ["API_KEY"])
    session = kyc.start("standard", "customer-1")
    print("Open in the applicant's browser:", session["launch"]["url"], flush=True)
    for event, cursor in kyc.follow(types="session.decided"):
        if event["sessionId"] == session["id"]:
            result = kyc.result(session["id"])
            print(result["status"], result["claims"]["person"]["familyName"], cursor)
            break
