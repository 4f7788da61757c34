using System.Net;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Api.Specs.Desk;

public sealed class Sessions_that_end(RunningDesk desk) : IClassFixture<RunningDesk>, IAsyncLifetime
{
    private const string NewPassword = "another horse 10";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Signing_out_ends_the_session_and_not_only_the_cookie()
    {
        using var browser = await desk.AdminAsync(Stop);
        using var copy = desk.Browser();
        copy.Cookies.Add(copy.Address, new Cookie("desk", browser.Token!));

        using var answer = await browser.SendAsync(HttpMethod.Post, "/desk/sign-out", body: null, Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await copy.StatusAsync("/desk/me", Stop)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_session_lives_on_while_it_is_used_but_not_for_ever()
    {
        var (browser, _) = await desk.PersonAsync(Stop, Role.Agent);
        using var _1 = browser;
        for (var shift = 0; shift < 16; shift++)
        {
            (await browser.StatusAsync("/desk/me", Stop)).ShouldBe(HttpStatusCode.OK);
            desk.Time.Advance(TimeSpan.FromHours(10));
        }

        desk.Time.Advance(TimeSpan.FromHours(9)); // 7 days and an hour after it began

        (await browser.StatusAsync("/desk/me", Stop)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_session_that_is_not_used_ends()
    {
        var (browser, _) = await desk.PersonAsync(Stop, Role.Agent);
        using var _1 = browser;

        desk.Time.Advance(TimeSpan.FromHours(12));

        (await browser.StatusAsync("/desk/me", Stop)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_page_that_asks_by_itself_keeps_no_session_from_ending()
    {
        var (browser, _) = await desk.PersonAsync(Stop, Role.Agent);
        using var forgotten = browser;
        using var stream = await forgotten.SendAsync(HttpMethod.Get, "/desk/live", body: null, Stop);
        stream.StatusCode.ShouldBe(HttpStatusCode.OK);
        for (var hour = 1; hour < 12; hour++)
        {
            desk.Time.Advance(TimeSpan.FromHours(1));
            using var poll = new HttpRequestMessage(HttpMethod.Get, "/desk/me");
            poll.Headers.Add("X-Desk-Idle", $"{hour * 3600}");
            using var polled = await forgotten.SendAsync(poll, Stop);
            polled.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        desk.Time.Advance(TimeSpan.FromHours(1));

        (await forgotten.StatusAsync("/desk/me", Stop)).ShouldBe(HttpStatusCode.Unauthorized);
        var lines = new StreamReader(await stream.Content.ReadAsStreamAsync(Stop));
        while (await lines.ReadLineAsync(Stop) is not null) { }
    }

    [Fact]
    public async Task What_a_page_asks_for_one_person_is_not_done_as_another_who_has_signed_in_since()
    {
        var (browser, before) = await desk.PersonAsync(Stop, Role.Agent);
        using var tab = browser;
        var now = await desk.AccountAsync(Stop, Role.Agent);
        await tab.SignInAsync(now.UserName, RunningDesk.Password, Stop);

        (await AskAsync(before, HttpMethod.Get, "/desk/api/me")).ShouldBe(HttpStatusCode.Unauthorized);
        (await AskAsync(before, HttpMethod.Put, "/desk/me/preferences")).ShouldBe(HttpStatusCode.Unauthorized);
        (await AskAsync(before, HttpMethod.Post, "/desk/sign-out")).ShouldBe(HttpStatusCode.Unauthorized);
        (await AskAsync(now, HttpMethod.Get, "/desk/api/me")).ShouldBe(HttpStatusCode.OK);

        async Task<HttpStatusCode> AskAsync(AccountView believed, HttpMethod method, string path)
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Add("X-Desk-Person", believed.Id.ToString());
            using var answer = await tab.SendAsync(request, Stop);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_new_password_ends_the_other_sessions_and_keeps_this_one()
    {
        var (browser, account) = await desk.PersonAsync(Stop, Role.Agent);
        using var here = browser;
        using var elsewhere = desk.Browser();
        await elsewhere.SignInAsync(account.UserName, RunningDesk.Password, Stop);

        using var answer = await here.SendAsync(
            HttpMethod.Put,
            "/desk/me/password",
            new PasswordChangeRequest(RunningDesk.Password, NewPassword),
            Stop
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await here.StatusAsync("/desk/me", Stop)).ShouldBe(HttpStatusCode.OK);
        (await elsewhere.StatusAsync("/desk/me", Stop)).ShouldBe(HttpStatusCode.Unauthorized);
        await elsewhere.SignInAsync(account.UserName, NewPassword, Stop);
    }

    [Theory]
    [InlineData("wrong wrong wrong", NewPassword, "current_password")]
    [InlineData(RunningDesk.Password, "too short", "new_password")]
    public async Task A_password_that_cannot_be_changed_says_why_and_changes_nothing(
        string current,
        string wanted,
        string field
    )
    {
        var (browser, account) = await desk.PersonAsync(Stop, Role.Agent);
        using var here = browser;

        using var answer = await here.SendAsync(
            HttpMethod.Put,
            "/desk/me/password",
            new PasswordChangeRequest(current, wanted),
            Stop
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain(field);
        using var again = desk.Browser();
        await again.SignInAsync(account.UserName, RunningDesk.Password, Stop);
    }

    [Fact]
    public async Task A_forgotten_session_is_listed_and_ended_from_elsewhere()
    {
        var (browser, account) = await desk.PersonAsync(Stop, Role.Agent);
        using var here = browser;
        using var forgotten = desk.Browser();
        await forgotten.SignInAsync(account.UserName, RunningDesk.Password, Stop);
        var listed = await here.GetAsync<List<SessionView>>("/desk/me/sessions", Stop);

        var other = listed.Single(session => !session.Current);
        using var answer = await here.SendAsync(HttpMethod.Delete, $"/desk/me/sessions/{other.Id}", body: null, Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await forgotten.StatusAsync("/desk/me", Stop)).ShouldBe(HttpStatusCode.Unauthorized);
        (await here.StatusAsync("/desk/me", Stop)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nobody_ends_the_session_of_somebody_else()
    {
        var (browser, _) = await desk.PersonAsync(Stop, Role.Agent);
        using var mine = browser;
        using var theirs = await desk.AdminAsync(Stop);
        var session = (await theirs.GetAsync<List<SessionView>>("/desk/me/sessions", Stop)).First(each => each.Current);

        using var answer = await mine.SendAsync(HttpMethod.Delete, $"/desk/me/sessions/{session.Id}", body: null, Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await theirs.StatusAsync("/desk/me", Stop)).ShouldBe(HttpStatusCode.OK);
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
