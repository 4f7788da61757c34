import { useQuery } from "@tanstack/react-query";
import { createContext, useContext, useEffect } from "react";
import { desk, onSignedOut, router, take } from "../api/client";
import { ApiProblem } from "../api/problem";
import type { DeskPerson, Role } from "../api/types";
import { setLanguage } from "./i18n";
import { keys, queryClient } from "./queries";
import { isTheme, setTheme } from "./theme";

/** Who sits at this desk: undefined while it is not known, null when nobody is signed in. */
export function useSession(): { person: DeskPerson | null | undefined; problem: ApiProblem | null } {
  const query = useQuery({ queryKey: keys.person, queryFn: whoAmI, staleTime: 5 * 60_000 });
  useEffect(() => {
    onSignedOut(() => queryClient.setQueryData(keys.person, null));
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
  const before = lastPerson;
  const person = await whoAmI();
  if (person === null) throw new ApiProblem(401, "The session cookie was not kept.");
  // Another person at the same machine starts with nothing of the one before.
  if (before !== null && before !== person.id) forgetWork();
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

let lastPerson: string | null = null;

async function whoAmI(): Promise<DeskPerson | null> {
  try {
    const person = await take(desk.GET("/desk/me"));
    lastPerson ??= person.id;
    lastPerson = person.id;
    if (isTheme(person.theme)) setTheme(person.theme);
    await setLanguage(person.language === "zh-CN" || person.language === "en" ? person.language : null);
    return person;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null;
    throw error;
  }
}
