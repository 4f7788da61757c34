import { describe, expect, it } from "vitest";
import { problemOf, sayRefusals } from "../../api/problem";
import { sayWith } from "./sentences";
import chinese from "./sentences.zh-CN.json";

const say = sayWith(chinese);

describe("A sentence of a service", () => {
  it("is found by its words, and by what they leave blank", () => {
    expect(say("This user name is taken.")).toBe("用户名已被使用。");
    expect(say("Give at most 500 characters.")).toBe("最多 500 个字符。");
    expect(say("The channel takes 140 characters; this has 152.")).toBe("平台限 140 个字符，现有 152 个。");
    expect(say("09:00-12:00 overlaps another span of the day.")).toBe("09:00-12:00 与当天其他时段重叠。");
  });

  it("is left as it is where nobody has written it down", () => {
    expect(say("Something new.")).toBeNull();
  });

  it("is its own in every template: no other takes it", () => {
    for (const [sentence, text] of Object.entries(chinese)) {
      const fill = (words: string) => words.replace(/\{(\d+)\}/g, (_, number: string) => `${Number(number) + 1}`);
      expect(say(fill(sentence))).toBe(fill(text));
    }
  });

  it("stands in the reader's language beside its field and in the title", () => {
    sayRefusals({ reason: () => null, sentence: say, status: () => "服务出错了。" });
    const problem = problemOf(400, { title: "There is no such rule.", errors: { name: ["An agent needs a name.", "New."] } });
    sayRefusals({ reason: () => null, sentence: () => null, status: () => null });

    expect(problem.message).toBe("没有此规则。");
    expect(problem.errors["name"]).toEqual(["客服需要姓名。", "New."]);
  });
});
