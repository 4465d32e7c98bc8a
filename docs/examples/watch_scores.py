"""Prints scores as they change: watch_scores.py [REDIS_URL]."""

import json
import sys

import redis

client = redis.Redis.from_url(sys.argv[1] if len(sys.argv) > 1 else "redis://127.0.0.1:16379", decode_responses=True)


def show(tickers):
    if tickers:
        for value in client.mget([f"sentiment:{ticker}" for ticker in tickers]):
            if value:
                score = json.loads(value)
                print(f"{score['ticker']:6} {score['score']:+.3f}  {score['count']:5}  {score['article_title']}", flush=True)


updates = client.pubsub(ignore_subscribe_messages=True)
updates.subscribe("sentiment:updates")  # before the first look, so that no change is missed
show(sorted(client.smembers("tickers")))
for message in updates.listen():
    show(json.loads(message["data"]))
