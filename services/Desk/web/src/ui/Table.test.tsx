import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, it, vi } from "vitest";
import { Table } from "./Table";

it("tells each cell what it is under, a row's name and its corner apart", () => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  const host = document.createElement("div");
  const root = createRoot(host);
  const draw = (names: readonly string[]) =>
    act(() =>
      root.render(
        <Table columns={["Name", "Since", "Load"]}>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="corner">today</td>
              <td>3</td>
            </tr>
          ))}
        </Table>,
      ),
    );
  draw(["one"]);
  draw(["one", "two"]);
  const heads = [...host.querySelectorAll<HTMLElement>("tbody td")].map((cell) => cell.dataset["head"]);
  expect(heads).toEqual([undefined, "Load", undefined, "Load"]);
  act(() => root.unmount());
});
