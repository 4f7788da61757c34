using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;
using TriageMesh.TestKit;

namespace TriageMesh.Api.Specs.Desk;

public sealed class Keeping_accounts(RunningDesk desk) : IClassFixture<RunningDesk>, IAsyncLifetime
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_who_works_tickets_is_an_agent_at_the_router()
    {
        using var admin = await desk.AdminAsync(Stop);
        var account = await AddAsync(
            admin,
            New("Mei Lin", Role.Agent) with
            {
                Agent = new AgentSettings { Capacity = 7 },
            }
        );

        var agent = await admin.GetAsync<AgentView>($"/desk/api/agents/{account.Id}", Stop);

        (agent.Name, agent.Capacity).ShouldBe(("Mei Lin", 7));
        account.AgentPending.ShouldBeFalse();
    }

    [Fact]
    public async Task A_new_name_leaves_at_the_router_what_was_not_asked_for()
    {
        using var admin = await desk.AdminAsync(Stop);
        var account = await AddAsync(
            admin,
            New("Mei Lin", Role.Agent) with
            {
                Agent = new AgentSettings { Capacity = 7, Skills = ["refunds"] },
            }
        );

        await ChangeAsync(admin, account, Same(account) with { DisplayName = "Mei Lin Zhou" });

        var agent = await admin.GetAsync<AgentView>($"/desk/api/agents/{account.Id}", Stop);
        (agent.Name, agent.Capacity).ShouldBe(("Mei Lin Zhou", 7));
        agent.Skills.ShouldBe(["refunds"]);
    }

    [Fact]
    public async Task Marketing_is_no_agent()
    {
        using var admin = await desk.AdminAsync(Stop);
        var account = await AddAsync(admin, New("Bai Lu", Role.Marketing));

        (await admin.StatusAsync($"/desk/api/agents/{account.Id}", Stop)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task While_the_router_is_away_accounts_are_kept_and_the_router_hears_of_them_later()
    {
        AccountView account;
        await using (var alone = await desk.StartDeskAsync(Nowhere, Stop))
        {
            using var admin = new DeskBrowser(alone.Address);
            await admin.SignInAsync(RunningDesk.AdminName, RunningDesk.Password, Stop);

            account = await AddAsync(admin, New("Later", Role.Agent));
        }

        account.AgentPending.ShouldBeTrue();
        using var elsewhere = await desk.AdminAsync(Stop);
        desk.Time.Advance(TimeSpan.FromSeconds(6));
        var agent = await Eventually.Be(
            async stop => await elsewhere.StatusAsync($"/desk/api/agents/{account.Id}", stop),
            status => status == HttpStatusCode.OK,
            Stop
        );
        agent.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whoever_is_switched_off_is_out_at_once_and_gets_no_more_tickets()
    {
        var (browser, account) = await desk.PersonAsync(Stop, Role.Agent);
        using var person = browser;
        using var admin = await desk.AdminAsync(Stop);

        await ChangeAsync(admin, account, Same(account) with { Active = false });

        (await person.StatusAsync("/desk/me", Stop)).ShouldBe(HttpStatusCode.Unauthorized);
        using var again = await person.TrySignInAsync(account.UserName, RunningDesk.Password, Stop);
        again.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var agents = await admin.GetAsync<Page<AgentView>>("/desk/api/agents?limit=200", Stop);
        agents.Items.ShouldNotContain(agent => agent.Id == account.Id);
    }

    [Fact]
    public async Task A_password_that_an_admin_sets_ends_the_persons_sessions_and_unlocks_the_account()
    {
        var (browser, account) = await desk.PersonAsync(Stop, Role.Agent);
        using var person = browser;
        using var stranger = desk.Browser();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            using var refused = await stranger.TrySignInAsync(account.UserName, "not the password", Stop);
        }

        using var admin = await desk.AdminAsync(Stop);
        await ChangeAsync(admin, account, Same(account) with { Password = "a fresh password" });

        (await person.StatusAsync("/desk/me", Stop)).ShouldBe(HttpStatusCode.Unauthorized);
        await person.SignInAsync(account.UserName, "a fresh password", Stop);
    }

    [Fact]
    public async Task The_last_admin_can_be_neither_switched_off_nor_made_something_else()
    {
        using var admin = await desk.AdminAsync(Stop);
        var self = (await admin.GetAsync<Page<AccountView>>("/desk/accounts", Stop)).Items.Single(account =>
            account.Roles.Contains(Role.Admin)
        );

        foreach (var wish in new[] { Same(self) with { Active = false }, Same(self) with { Roles = [Role.Agent] } })
        {
            using var answer = await admin.SendAsync(HttpMethod.Put, $"/desk/accounts/{self.Id}", wish, Stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }

        (await admin.StatusAsync("/desk/accounts", Stop)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Bad_input_names_every_field_and_makes_nothing()
    {
        using var admin = await desk.AdminAsync(Stop);
        var wish = new NewAccountRequest
        {
            UserName = "<script>",
            DisplayName = " ",
            Password = "short",
            Roles = [],
        };

        using var answer = await admin.SendAsync(HttpMethod.Post, "/desk/accounts", wish, Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var body = await answer.Content.ReadAsStringAsync(Stop);
        foreach (var field in new[] { "user_name", "display_name", "password", "roles" })
        {
            body.ShouldContain($"\"{field}\"");
        }
    }

    [Theory]
    [InlineData("{}", "user_name display_name password roles")]
    [InlineData(
        """{"user_name":"somebody","display_name":"S","password":"long enough 1","roles":["king"]}""",
        "roles[0]"
    )]
    public async Task A_body_that_is_no_account_is_answered_field_by_field(string json, string fields)
    {
        using var admin = await desk.AdminAsync(Stop);

        using var answer = await admin.SendAsync(HttpMethod.Post, "/desk/accounts", JsonElement.Parse(json), Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("errors");
        string.Join(' ', errors.EnumerateObject().Select(error => error.Name)).ShouldBe(fields);
        if (fields == "roles[0]")
        {
            errors.GetProperty(fields)[0].GetString().ShouldBe($"One of {string.Join(", ", WireName<Role>.All)}.");
        }
    }

    [Fact]
    public async Task A_user_name_is_taken_however_it_is_written()
    {
        using var admin = await desk.AdminAsync(Stop);

        using var answer = await admin.SendAsync(
            HttpMethod.Post,
            "/desk/accounts",
            New("Second", Role.Agent) with
            {
                UserName = "ADMIN",
                Password = "long enough 1",
            },
            Stop
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("taken");
    }

    [Fact]
    public async Task The_list_is_read_page_by_page()
    {
        using var admin = await desk.AdminAsync(Stop);
        for (var count = 0; count < 3; count++)
        {
            await AddAsync(admin, New($"Listed {count}", Role.Marketing));
        }

        var names = new List<string>();
        string? cursor = null;
        do
        {
            var page = await admin.GetAsync<Page<AccountView>>(
                $"/desk/accounts?limit=2{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}",
                Stop
            );
            names.AddRange(page.Items.Select(account => account.UserName));
            cursor = page.Next;
        } while (cursor is not null);

        names.ShouldBe(names.Distinct().Order(StringComparer.Ordinal));
        names.Count.ShouldBeGreaterThan(3);
    }

    [Theory]
    [InlineData("finch", "Ada Finchley", "Bo FINCH")]
    [InlineData("  Finch ", "Ada Finchley", "Bo FINCH")]
    [InlineData("ada", "Ada Finchley")]
    [InlineData("陈小", "陈小雨")]
    [InlineData("100%")]
    public async Task Accounts_are_found_by_a_part_of_a_name_whatever_its_case(string words, params string[] found)
    {
        using var admin = await desk.AdminAsync(Stop);
        foreach (var name in new[] { "Ada Finchley", "Bo FINCH", "陈小雨" })
        {
            await AddAsync(admin, New(name, Role.Marketing));
        }

        var page = await admin.GetAsync<Page<AccountView>>(
            $"/desk/accounts?limit=200&q={Uri.EscapeDataString(words)}",
            Stop
        );

        page.Items.Select(account => account.DisplayName).Distinct().ShouldBe(found, ignoreOrder: true);
    }

    [Fact]
    public async Task An_account_is_found_by_its_user_name_too()
    {
        using var admin = await desk.AdminAsync(Stop);

        var page = await admin.GetAsync<Page<AccountView>>("/desk/accounts?q=ADMIN", Stop);

        page.Items.ShouldContain(account => account.UserName == "admin");
    }

    private static NewAccountRequest New(string name, params Role[] roles) =>
        new()
        {
            UserName = $"p-{Guid.NewGuid():N}",
            DisplayName = name,
            Password = RunningDesk.Password,
            Roles = roles,
        };

    private static AccountRequest Same(AccountView account) =>
        new()
        {
            DisplayName = account.DisplayName,
            Roles = account.Roles,
            Active = account.Active,
        };

    private static Task<AccountView> AddAsync(DeskBrowser admin, NewAccountRequest wish) =>
        admin.SendAsync<AccountView>(HttpMethod.Post, "/desk/accounts", wish, Stop);

    private static async Task ChangeAsync(DeskBrowser admin, AccountView account, AccountRequest wish)
    {
        using var answer = await admin.SendAsync(HttpMethod.Put, $"/desk/accounts/{account.Id}", wish, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadFromJsonAsync<AccountView>(MeshJson.Options, Stop))!.AgentPending.ShouldBeFalse();
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
