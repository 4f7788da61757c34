using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Desk.Audit;
using TriageMesh.Platform.Http;
using TriageMesh.TestKit.Mesh;

namespace TriageMesh.Api.Specs.Desk;

public sealed class Writing_down_who_did_what(RunningDesk desk) : IClassFixture<RunningDesk>, IAsyncLifetime
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("router", "/api/v1", "/desk/api")]
    [InlineData("classifier", "/classifier/v1", "/desk/classifier")]
    [InlineData("desk", "/desk", "/desk")]
    public async Task Every_route_that_changes_something_has_a_name_in_the_log_or_is_everyday_work(
        string service,
        string at,
        string through
    )
    {
        var file = RepositoryRoot.Below("services", "Desk", "web", "api", $"{service}.json");
        var paths = JsonNode.Parse(await File.ReadAllTextAsync(file, Stop))!["paths"]!.AsObject();
        var nameless = paths
            .SelectMany(path => path.Value!.AsObject().Select(route => (Method: route.Key, Path: path.Key)))
            .Where(route =>
                AuditActs.Of(route.Method.ToUpperInvariant(), through + route.Path[at.Length..]) is { Act: var act }
                && act == AuditActs.Other
            )
            .ToList();

        paths.Count.ShouldBeGreaterThan(5);
        nameless.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("words.en.ts")]
    [InlineData("words.zh-CN.ts")]
    public async Task Every_line_has_words_in_both_languages(string file)
    {
        var words = await File.ReadAllTextAsync(
            RepositoryRoot.Below("services", "Desk", "web", "src", "audit", file),
            Stop
        );

        foreach (var act in AuditActs.All)
        {
            words.ShouldContain($" {act.Name}:");
            words.ShouldContain($" {act.Area}:");
        }
    }

    [Fact]
    public async Task A_change_of_role_names_who_whom_and_the_roles()
    {
        var (browser, account) = await desk.PersonAsync(Stop, Role.Agent);
        browser.Dispose();
        using var admin = await desk.AdminAsync(Stop);

        await admin.SendAsync<AccountView>(
            HttpMethod.Put,
            $"/desk/accounts/{account.Id}",
            new AccountRequest
            {
                DisplayName = account.DisplayName,
                Roles = [Role.Lead, Role.Agent],
                Active = true,
                Password = "a fresh password",
            },
            Stop
        );

        var line = (await LinesAsync($"target={account.Id}"))[0];
        (line.Area, line.Act, line.Outcome).ShouldBe(("accounts", "account_changed", AuditOutcome.Done));
        (line.ActorKind, line.Actor, line.TargetName).ShouldBe(("person", "admin", account.UserName));
        line.Detail.ShouldBe("roles=agent>agent,lead password=new");
        line.At.ShouldBe(desk.Time.GetUtcNow(), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task What_was_made_is_named_by_the_id_that_it_got()
    {
        var account = await desk.AccountAsync(Stop, Role.Marketing);

        var line = (await LinesAsync($"target={account.Id}")).Single();

        (line.Act, line.Detail, line.Status).ShouldBe(("account_added", "roles=marketing", 201));
    }

    [Fact]
    public async Task A_forwarded_change_is_written_down_with_its_outcome_and_never_its_words()
    {
        var (leads, _) = await desk.PersonAsync(Stop, Role.Lead);
        using var lead = leads;
        var id = Guid.NewGuid();
        const string words = "words that nobody needs to read again";

        using var change = await lead.SendAsync(
            HttpMethod.Put,
            $"/desk/api/canned-replies/{id}?note={Uri.EscapeDataString(words)}",
            new { title = words, text = words },
            Stop
        );

        var line = (await LinesAsync($"target={id}")).Single();
        (line.Area, line.Act).ShouldBe(("wording", "canned_reply_changed"));
        line.Status.ShouldBe((int)change.StatusCode);
        var kept = await desk.ScalarAsync<string>(
            "SELECT string_agg(line::text, ' ') FROM desk.audit line",
            null,
            Stop
        );
        kept.ShouldNotBeNull();
        kept.ShouldNotContain("nobody needs");
    }

    [Fact]
    public async Task Whoever_is_turned_away_is_written_down_whether_by_the_desk_or_by_the_router()
    {
        var (agents, account) = await desk.PersonAsync(Stop, Role.Agent);
        using var agent = agents;

        await agent.SendAsync(HttpMethod.Put, $"/desk/accounts/{account.Id}", new { }, Stop);
        await agent.SendAsync(HttpMethod.Delete, $"/desk/api/policies/{account.Id}", body: null, Stop);
        await agent.SendAsync(HttpMethod.Get, "/desk/api/persons/export?channel=x&author=secret-author", null, Stop);

        var lines = await LinesAsync($"actor={account.Id}&outcome=refused");
        lines.Select(line => line.Act).ShouldBe(["person_exported", "policy_retired", "account_changed"]);
        lines.ShouldAllBe(line => line.Status == 403);
        lines[0].Target.ShouldBeNull();
    }

    [Fact]
    public async Task Everyday_work_is_not_in_it()
    {
        var (agents, account) = await desk.PersonAsync(Stop, Role.Agent);
        using var agent = agents;

        await agent.SendAsync(
            HttpMethod.Put,
            $"/desk/api/agents/{account.Id}/presence",
            new PresenceRequest(Online: true),
            Stop
        );
        await agent.SendAsync(HttpMethod.Post, "/desk/api/tickets/1/notes", new NoteRequest("hm"), Stop);
        await agent.SendAsync(HttpMethod.Put, "/desk/me/preferences", new PreferencesRequest("en", "dark"), Stop);

        (await LinesAsync($"actor={account.Id}")).Select(line => line.Act).ShouldBe(["signed_in"]);
    }

    [Fact]
    public async Task Failed_and_locked_sign_ins_name_the_account_and_never_what_was_typed()
    {
        var account = await desk.AccountAsync(Stop, Role.Agent);
        using var browser = desk.Browser();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await browser.TrySignInAsync(account.UserName, "a password typed wrongly", Stop);
        }

        await browser.TrySignInAsync(account.UserName, RunningDesk.Password, Stop);
        await browser.TrySignInAsync("my-password-in-the-wrong-field", "x", Stop);

        var lines = await LinesAsync($"area=sign_in&target={account.Id}");
        lines
            .Select(line => line.Act)
            .ShouldBe(["sign_in_locked", "sign_in_locked", .. Enumerable.Repeat("sign_in_refused", 4)]);
        lines.ShouldAllBe(line => line.ActorKind == "nobody" && line.TargetName == account.UserName);
        var stranger = (await LinesAsync("area=sign_in&outcome=refused"))[0];
        stranger.Target.ShouldBeNull();
        (await desk.ScalarAsync<string>("SELECT string_agg(line::text, ' ') FROM desk.audit line", null, Stop))
            .ShouldNotBeNull()
            .ShouldNotContain("my-password");
    }

    [Fact]
    public async Task A_programs_acts_carry_the_name_of_its_token()
    {
        using var admin = await desk.AdminAsync(Stop);
        var token = await admin.SendAsync<NewApiToken>(
            HttpMethod.Post,
            "/desk/tokens",
            new NewApiTokenRequest
            {
                Name = "night import",
                Roles = [Role.Lead],
                Scopes = ["rules:write"],
                Days = 1,
            },
            Stop
        );
        using var program = new HttpClient { BaseAddress = desk.Desk.Address };
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Secret);
        var policy = Guid.NewGuid();

        using var answer = await program.DeleteAsync(new Uri($"/desk/api/policies/{policy}", UriKind.Relative), Stop);

        var line = (await LinesAsync($"target={policy}")).Single();
        (line.ActorKind, line.Actor, line.ActorId).ShouldBe(("program", "night import", (Guid?)token.Token.Id));
        line.Status.ShouldBe((int)answer.StatusCode);
        var made = (await LinesAsync($"target={token.Token.Id}")).Single();
        (made.Act, made.Detail).ShouldBe(("token_made", "roles=lead scopes=rules:write"));
    }

    [Fact]
    public async Task A_service_that_is_away_leaves_a_line_that_says_so()
    {
        await using var alone = await desk.StartDeskAsync(Nowhere, Stop);
        using var admin = new DeskBrowser(alone.Address);
        await admin.SignInAsync(RunningDesk.AdminName, RunningDesk.Password, Stop);
        var calendar = Guid.NewGuid();

        await admin.SendAsync(HttpMethod.Delete, $"/desk/api/calendars/{calendar}", body: null, Stop);

        var line = (await LinesAsync($"target={calendar}&outcome=failed")).Single();
        (line.Act, line.Status).ShouldBe(("calendar_removed", 503));
    }

    [Fact]
    public async Task What_cannot_be_written_down_is_not_done()
    {
        using var admin = await desk.AdminAsync(Stop);
        await desk.ScalarAsync<int>("ALTER TABLE desk.audit RENAME TO audit_away", null, Stop);
        try
        {
            using var answer = await admin.SendAsync(
                HttpMethod.Post,
                "/desk/accounts",
                new NewAccountRequest
                {
                    UserName = "never-made",
                    DisplayName = "x",
                    Password = RunningDesk.Password,
                    Roles = [Role.Agent],
                },
                Stop
            );
            answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        }
        finally
        {
            await desk.ScalarAsync<int>("ALTER TABLE desk.audit_away RENAME TO audit", null, Stop);
        }

        (
            await desk.ScalarAsync<int>("SELECT count(*) FROM desk.accounts WHERE user_key = 'never-made'", null, Stop)
        ).ShouldBe(0);
    }

    [Theory]
    [InlineData("UPDATE desk.audit SET act = 'nothing'")]
    [InlineData("UPDATE desk.audit SET status = 200 WHERE status IS NOT NULL")]
    [InlineData("UPDATE desk.audit SET actor_id = NULL")]
    [InlineData("DELETE FROM desk.audit")]
    [InlineData("TRUNCATE desk.audit")]
    public async Task Lines_are_only_added(string statement)
    {
        await desk.AccountAsync(Stop, Role.Agent);

        var refused = await Should.ThrowAsync<PostgresException>(() => desk.ScalarAsync<int>(statement, null, Stop));

        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task It_is_read_page_by_page_newest_first_and_by_time()
    {
        using var admin = await desk.AdminAsync(Stop);
        desk.Time.Advance(TimeSpan.FromSeconds(1));
        var from = desk.Time.GetUtcNow();
        for (var count = 0; count < 5; count++)
        {
            desk.Time.Advance(TimeSpan.FromSeconds(count % 2)); // some of the same moment
            await admin.SendAsync(HttpMethod.Delete, $"/desk/api/policies/{Guid.NewGuid()}", body: null, Stop);
        }

        desk.Time.Advance(TimeSpan.FromSeconds(1));
        var filter = $"area=policies&from={Time(from)}&to={Time(desk.Time.GetUtcNow())}";
        var whole = await LinesAsync(filter);
        var paged = new List<AuditEntry>();
        string? cursor = null;
        do
        {
            var page = await admin.GetAsync<Page<AuditEntry>>(
                $"/desk/audit?limit=2&{filter}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}",
                Stop
            );
            paged.AddRange(page.Items);
            cursor = page.Next;
        } while (cursor is not null);

        whole.Count.ShouldBe(5);
        paged.ShouldBe(whole);
        whole.Select(line => line.Id).ShouldBe(whole.Select(line => line.Id).OrderDescending());
        (await LinesAsync($"area=policies&from={Time(desk.Time.GetUtcNow())}")).ShouldBeEmpty();
        (await LinesAsync($"area=policies&to={Time(from)}")).ShouldNotContain(line => line.At >= from);
    }

    [Theory]
    [InlineData("cursor=x", "cursor")]
    [InlineData("area=everything", "area")]
    [InlineData("outcome=good", "outcome")]
    [InlineData("from=2026-02-02T00:00:00Z&to=2026-02-01T00:00:00Z", "to")]
    public async Task A_question_that_makes_no_sense_is_refused_by_the_name_of_its_field(string query, string field)
    {
        using var admin = await desk.AdminAsync(Stop);

        using var answer = await admin.SendAsync(HttpMethod.Get, $"/desk/audit?{query}", body: null, Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain($"\"{field}\"");
    }

    [Fact]
    public async Task The_file_has_the_same_lines_runs_no_formula_and_is_itself_written_down()
    {
        using var admin = await desk.AdminAsync(Stop);
        await admin.SendAsync(HttpMethod.Put, "/desk/api/order-patterns/weibo/=1+1", new { }, Stop);

        using var answer = await admin.SendAsync(HttpMethod.Get, "/desk/audit.csv?area=wording", body: null, Stop);

        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        var rows = (await answer.Content.ReadAsStringAsync(Stop)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        rows[0].ShouldEndWith("at,actor_kind,actor_id,actor,area,act,target,target_name,detail,outcome,status");
        rows.Length.ShouldBe(1 + (await LinesAsync("area=wording")).Count);
        rows[1].ShouldContain("order_pattern_changed");
        rows[1].ShouldContain("weibo/=1+1");
        (await LinesAsync("area=export"))[0].Act.ShouldBe("audit_exported");
    }

    [Theory]
    [InlineData("GET", "/desk/audit.csv/", "audit_exported")]
    [InlineData("GET", "/DESK/Audit.CSV", "audit_exported")]
    [InlineData("DELETE", "/desk/api/Policies/x", "policy_retired")]
    [InlineData("PATCH", "/desk/api/policies/x", "other_change")]
    [InlineData("POST", "/desk/api/ticketsX", "other_change")]
    [InlineData("POST", "/desk/api/tickets/1/notes", null)]
    [InlineData("GET", "/desk/api/policies", null)]
    public void The_way_a_path_is_written_opens_no_way_around(string method, string path, string? act) =>
        (AuditActs.Of(method, path) is { Act: var found } ? found.Name : null).ShouldBe(act);

    [Theory]
    [InlineData(Role.Agent)]
    [InlineData(Role.Lead)]
    [InlineData(Role.Marketing)]
    public async Task It_is_for_admins_alone(Role role)
    {
        var (browser, _) = await desk.PersonAsync(Stop, role);
        using var person = browser;

        (await person.StatusAsync("/desk/audit", Stop)).ShouldBe(HttpStatusCode.Forbidden);
        (await person.StatusAsync("/desk/audit.csv", Stop)).ShouldBe(HttpStatusCode.Forbidden);
    }

    private async Task<IReadOnlyList<AuditEntry>> LinesAsync(string query)
    {
        using var admin = await desk.AdminAsync(Stop);
        using var answer = await admin.SendAsync(HttpMethod.Get, $"/desk/audit?limit=200&{query}", body: null, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Stop));
        return (await answer.Content.ReadFromJsonAsync<Page<AuditEntry>>(MeshJson.Options, Stop))!.Items;
    }

    private static string Time(DateTimeOffset at) => Uri.EscapeDataString(at.ToString("O"));

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
