package io.tidegate.bench.crash;

import java.io.IOException;

/**
 * One request of one visitor and what became of it. Written by the visitor's thread; read by others
 * only once that has ended.
 */
final class SentRequest {

  /** What is asked. */
  enum Kind {
    /** A unit of a coupon, with a key. */
    CLAIM,
    /** A place in a line; joining again is joining. */
    JOIN,
    /** Money for the wallet, with a key. */
    TOP_UP,
    /** A seat, with a key. */
    HOLD,
    /** Payment for the seat, with a key. */
    PAY
  }

  final Kind kind;
  final long user;

  /** Offer, room or claim that it is about; the seat of a hold. */
  final long target;

  final String text;

  /** 0 while it is not answered. */
  private int status;

  private String body = "";
  private int timesSent;

  SentRequest(Kind kind, long user, long target, String text) {
    this.kind = kind;
    this.user = user;
    this.target = target;
    this.text = text;
  }

  /** Sends it and waits for its answer; that it is sent is noted before it is. */
  BlockingConnection.Answer send(BlockingConnection connection) throws IOException {
    sent();
    BlockingConnection.Answer answer = connection.ask(text);
    answered(answer);
    return answer;
  }

  void sent() {
    timesSent++;
  }

  void answered(BlockingConnection.Answer answer) {
    status = answer.status();
    body = answer.body();
  }

  int timesSent() {
    return timesSent;
  }

  boolean isAnswered() {
    return status != 0;
  }

  int status() {
    return status;
  }

  /** Whether it was answered with success. */
  boolean done() {
    return status / 100 == 2;
  }

  /** Answered by a rule that said no, where one may: sold out, seat taken. */
  boolean refused() {
    return status == 409 && (kind == Kind.CLAIM || kind == Kind.HOLD);
  }

  String body() {
    return body;
  }

  @Override
  public String toString() {
    return kind
        + " of user "
        + user
        + " about "
        + target
        + (isAnswered() ? ", answered " + status + " " + body : ", not answered");
  }
}
