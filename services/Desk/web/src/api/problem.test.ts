import { describe, expect, it } from "vitest";
import { asProblem, problemOf } from "./problem";

describe("A refusal", () => {
  it("names the service that is away", () => {
    const problem = problemOf(503, { title: "The router does not answer.", service: "router" });
    expect(problem).toMatchObject({ status: 503, service: "router", message: "The router does not answer.", isAway: true });
  });

  it("says what is wrong with which field", () => {
    const problem = problemOf(400, { errors: { user_name: ["This user name is taken."], odd: [1] } });
    expect(problem.fault("user_name")).toBe("This user name is taken.");
    expect(problem.fault("odd")).toBeUndefined();
    expect(problem.isAway).toBe(false);
  });

  it.each([[null], [""], ["<html>"], [[]], [{ title: 7, errors: "x" }]])("is told apart by its status where its body is %j", (body) => {
    expect(problemOf(500, body).message).toBe("HTTP 500");
  });

  it("is no answer at all when the network fails", () => {
    expect(asProblem(new TypeError("Failed to fetch"))).toMatchObject({ status: 0, service: "desk", isAway: true });
  });
});
