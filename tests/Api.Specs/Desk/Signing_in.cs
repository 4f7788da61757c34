using System.Net;
using System.Net.Http.Json;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;

namespace TriageMesh.Api.Specs.Desk;

public sealed class Signing_in(RunningDesk desk) : IClassFixture<RunningDesk>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_of_other_sites()
    {
        using var browser = desk.Browser();

        using var answer = await browser.TrySignInAsync(RunningDesk.AdminName, RunningDesk.Password, Stop);

        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=strict", Case.Insensitive);
        cookie.ShouldNotContain("domain=", Case.Insensitive);
    }

    [Fact]
    public async Task The_database_holds_no_secret_that_would_open_a_session_or_an_account()
    {
        using var browser = await desk.AdminAsync(Stop);

        var kept = await desk.ScalarAsync<string>(
            """
            SELECT string_agg(session::text, ' ') || (SELECT string_agg(account::text, ' ') FROM desk.accounts account)
              FROM desk.sessions session
            """,
            null,
            Stop
        );

        kept.ShouldNotBeNull();
        kept.ShouldNotContain(Uri.UnescapeDataString(browser.Token!));
        kept.ShouldNotContain(RunningDesk.Password);
    }

    [Fact]
    public async Task A_wrong_password_an_unknown_name_and_a_locked_account_get_the_same_answer()
    {
        var account = await desk.AccountAsync(Stop, Role.Agent);
        using var browser = desk.Browser();

        var wrong = await RefusalAsync(browser, account.UserName, "not the password");
        var unknown = await RefusalAsync(browser, "nobody-of-that-name", "not the password");
        for (var attempt = 0; attempt < 4; attempt++)
        {
            await RefusalAsync(browser, account.UserName, "not the password");
        }

        var locked = await RefusalAsync(browser, account.UserName, RunningDesk.Password);

        unknown.ShouldBe(wrong);
        locked.ShouldBe(wrong);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour()
    {
        var account = await desk.AccountAsync(Stop, Role.Agent);
        using var browser = desk.Browser();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await RefusalAsync(browser, account.UserName, "not the password");
        }

        desk.Time.Advance(TimeSpan.FromMinutes(14));
        await RefusalAsync(browser, account.UserName, RunningDesk.Password);
        desk.Time.Advance(TimeSpan.FromMinutes(2));

        await browser.SignInAsync(account.UserName, RunningDesk.Password, Stop);
    }

    [Fact]
    public async Task A_right_password_clears_what_was_counted()
    {
        var account = await desk.AccountAsync(Stop, Role.Agent);
        using var browser = desk.Browser();
        for (var round = 0; round < 3; round++)
        {
            for (var attempt = 0; attempt < 4; attempt++)
            {
                await RefusalAsync(browser, account.UserName, "not the password");
            }

            await browser.SignInAsync(account.UserName, RunningDesk.Password, Stop);
        }
    }

    [Fact]
    public async Task Guessing_with_many_requests_at_once_gains_no_further_tries()
    {
        var account = await desk.AccountAsync(Stop, Role.Agent);
        using var browser = desk.Browser();

        await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => RefusalAsync(browser, account.UserName, "not the password"))
        );

        (
            await desk.ScalarAsync<int>(
                "SELECT failed_attempts FROM desk.accounts WHERE account_id = @Id",
                new { account.Id },
                Stop
            )
        ).ShouldBe(5);
    }

    [Fact]
    public async Task Case_and_width_of_the_user_name_do_not_matter()
    {
        using var browser = desk.Browser();

        await browser.SignInAsync(" ＡＤｍｉｎ ", RunningDesk.Password, Stop);
    }

    [Fact]
    public async Task A_session_that_was_planted_in_the_browser_is_not_taken_over()
    {
        using var browser = desk.Browser();
        browser.Cookies.Add(browser.Address, new Cookie("desk", "planted-by-somebody"));

        await browser.SignInAsync(RunningDesk.AdminName, RunningDesk.Password, Stop);

        browser.Token.ShouldNotBe("planted-by-somebody");
        using var attacker = desk.Browser();
        attacker.Cookies.Add(attacker.Address, new Cookie("desk", "planted-by-somebody"));
        (await attacker.StatusAsync("/desk/me", Stop)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Signing_in_again_ends_the_session_before()
    {
        using var browser = await desk.AdminAsync(Stop);
        using var before = desk.Browser();
        before.Cookies.Add(before.Address, new Cookie("desk", browser.Token!));

        await browser.SignInAsync(RunningDesk.AdminName, RunningDesk.Password, Stop);

        (await browser.StatusAsync("/desk/me", Stop)).ShouldBe(HttpStatusCode.OK);
        (await before.StatusAsync("/desk/me", Stop)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Too_many_attempts_from_one_address_are_held_up()
    {
        await using var strict = await desk.StartDeskAsync(
            desk.Router.Address,
            Stop,
            new Dictionary<string, string> { ["Desk:SignInsPerMinute"] = "3" }
        );
        using var browser = new DeskBrowser(strict.Address);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await RefusalAsync(browser, $"nobody-{attempt}", "not the password");
        }

        using var fourth = await browser.TrySignInAsync(RunningDesk.AdminName, RunningDesk.Password, Stop);

        fourth.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        fourth.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task Behind_a_proxy_one_persons_attempts_hold_nobody_else_up()
    {
        await using var proxied = await desk.StartDeskAsync(
            desk.Router.Address,
            Stop,
            new Dictionary<string, string> { ["Desk:SignInsPerMinute"] = "1", ["Desk:BehindTls"] = "true" }
        );
        using var browser = new DeskBrowser(proxied.Address);

        using var first = await AttemptFromAsync(browser, "203.0.113.7");
        using var again = await AttemptFromAsync(browser, "203.0.113.7");
        using var another = await AttemptFromAsync(browser, "203.0.113.8");

        first.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        first.Headers.GetValues("Set-Cookie").Single().ShouldStartWith("__Host-desk=");
        first.Headers.Contains("Strict-Transport-Security").ShouldBeTrue();
        again.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        another.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Without_a_first_password_there_is_nobody_who_could_sign_in()
    {
        await using var postgres = new EmptyDatabase();
        await postgres.StartAsync(Stop);
        await using var bare = await postgres.StartDeskAsync(Stop);
        using var browser = new DeskBrowser(bare.Address);

        foreach (var guess in new[] { "", "admin", "password", "changeme" })
        {
            await RefusalAsync(browser, RunningDesk.AdminName, guess);
        }
    }

    /// <summary>As the proxy passes it on.</summary>
    private static Task<HttpResponseMessage> AttemptFromAsync(DeskBrowser browser, string address)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/desk/sign-in")
        {
            Content = JsonContent.Create(
                new SignInRequest(RunningDesk.AdminName, RunningDesk.Password),
                options: MeshJson.Options
            ),
        };
        request.Headers.Add("X-Forwarded-For", address);
        return browser.SendAsync(request, Stop);
    }

    private static async Task<string> RefusalAsync(DeskBrowser browser, string userName, string password)
    {
        using var answer = await browser.TrySignInAsync(userName, password, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        var body = await answer.Content.ReadAsStringAsync(Stop);
        // The trace's id differs with every request.
        return body[..body.IndexOf("trace", StringComparison.Ordinal)];
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
