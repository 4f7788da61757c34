import { useQuery } from "@tanstack/react-query";
import { createContext, useContext, useEffect } from "react";
import { askAs, askedAs, desk, onSignedOut, router, take } from "../api/client";
import { ApiProblem } from "../api/problem";
import type { DeskPerson, Role } from "../api/types";
import { setLanguage } from "./i18n";
import { keys, queryClient } from "./queries";
import { isTheme, setTheme } from "./theme";

/** Who sits at this desk: undefined while it is not known, null when nobody is signed in. */
export function useSession(): { person: DeskPerson | null | undefined; problem: ApiProblem | null } {
  const query = useQuery({
    queryKey: keys.person,
    queryFn: whoAmI,
    staleTime: 5 * 60_000,
    // Nothing is shown before it is known: what went wrong may be over in a moment.
    refetchInterval: ({ state }) => (state.data === undefined && state.status === "error" ? 5_000 : false),
  });
  useEffect(() => {
    onSignedOut(askAgain);
    otherTabs.onmessage = ({ data }: MessageEvent<string | null>) => {
      if (data !== askedAs()) askAgain();
    };
  }, []);
  return { person: query.data, problem: query.error instanceof ApiProblem ? query.error : null };
}

const Person = createContext<DeskPerson | null>(null);
export const PersonProvider = Person.Provider;

export function usePerson(): DeskPerson {
  const person = useContext(Person);
  if (person === null) throw new Error("Nobody is signed in.");
  return person;
}

export function hasRole(person: DeskPerson, ...roles: Role[]): boolean {
  return roles.some((role) => person.roles.includes(role));
}

export async function signIn(userName: string, password: string): Promise<void> {
  await take(desk.POST("/desk/sign-in", { body: { user_name: userName, password } }));
  const person = await whoAmI();
  if (person === null) throw new ApiProblem(401, "The session cookie was not kept.");
  queryClient.setQueryData(keys.person, person);
  await queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "person" });
}

export async function signOut(): Promise<void> {
  const person = queryClient.getQueryData<DeskPerson | null>(keys.person);
  if (person && hasRole(person, "agent", "lead", "admin")) {
    // Whoever leaves is given no more tickets. If it fails, leaving still works.
    await take(
      router.PUT("/agents/{id}/presence", { params: { path: { id: person.id } }, body: { online: false } }),
    ).catch(() => undefined);
  }
  await take(desk.POST("/desk/sign-out"));
  nowIs(null);
  const ways = await take(desk.GET("/desk/sign-in")).catch(() => null);
  if (ways?.provider) {
    // Whoever came in through the provider leaves it too, where it says how; the way ends at the sign-in page.
    location.assign("/desk/openid/end");
    return;
  }
  queryClient.setQueryData(keys.person, null);
  forgetWork();
}

/** Takes away what was read for the person before. Who sits here stays: the page listens to it. */
function forgetWork(): void {
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== "person" });
}

/** One browser has one session: each tab tells the others whom it has found. */
const otherTabs = new BroadcastChannel("desk.person");
let lastPerson: string | null = null;

/** Another person at the same machine starts with nothing of the one before, in whichever tab they came. */
function nowIs(person: string | null): void {
  if (person !== null && lastPerson !== null && person !== lastPerson) forgetWork();
  lastPerson = person ?? lastPerson;
  if (person === askedAs()) return;
  askAs(person);
  otherTabs.postMessage(person);
}

/** It may be nobody, or somebody else, by now. */
function askAgain(): void {
  void queryClient.refetchQueries({ queryKey: keys.person }, { cancelRefetch: false });
}

async function whoAmI(): Promise<DeskPerson | null> {
  try {
    const person = await take(desk.GET("/desk/me"));
    nowIs(person.id);
    if (isTheme(person.theme)) setTheme(person.theme);
    await setLanguage(person.language === "zh-CN" || person.language === "en" ? person.language : null);
    return person;
  } catch (error) {
    if (!(error instanceof ApiProblem && error.status === 401)) throw error;
    nowIs(null);
    return null;
  }
}
