using System.Net;
using System.Net.Sockets;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.TestKit;

namespace TriageMesh.Api.Specs.Desk;

public sealed class Whose_account_a_provider_opens(RunningDesk desk) : IClassFixture<RunningDesk>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calling_oneself_admin_at_the_provider_opens_nothing_of_the_admins()
    {
        var with = await desk.WithProviderAsync(Stop);
        using var browser = await with.SignedInAsync(
            Stop,
            ("sub", "2001"),
            ("preferred_username", RunningDesk.AdminName),
            ("email", RunningDesk.AdminName),
            ("email_verified", true),
            ("role", "admin"),
            ("groups", new[] { "admin" })
        );

        var person = await ProviderDesk.PersonAsync(browser, Stop);

        person.UserName.ShouldStartWith("admin-");
        person.Roles.ShouldBe([Role.Agent]);
        (await browser.StatusAsync("/desk/accounts", Stop)).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_address_that_the_provider_has_verified_leads_to_the_account_of_that_name_once()
    {
        var with = await desk.WithProviderAsync(Stop, ("LinkBy", "VerifiedEmail"));
        var account = await AccountAsync("lin@shop.test");

        using var unverified = await with.SignedInAsync(Stop, ("sub", "2002"), ("email", "lin@shop.test"));
        using var verified = await with.SignedInAsync(
            Stop,
            ("sub", "2003"),
            ("email", "Lin@shop.test"),
            ("email_verified", true)
        );
        using var second = await with.SignedInAsync(
            Stop,
            ("sub", "2004"),
            ("email", "lin@shop.test"),
            ("email_verified", true)
        );

        (await ProviderDesk.PersonAsync(unverified, Stop)).Id.ShouldNotBe(account.Id);
        (await ProviderDesk.PersonAsync(verified, Stop)).Id.ShouldBe(account.Id);
        (await ProviderDesk.PersonAsync(verified, Stop)).HasPassword.ShouldBeTrue();
        (await ProviderDesk.PersonAsync(second, Stop)).Id.ShouldNotBe(account.Id);
    }

    [Fact]
    public async Task User_names_lead_to_accounts_only_where_the_settings_trust_them()
    {
        var account = await AccountAsync("wang.wei");
        var careful = await desk.WithProviderAsync(Stop);
        using var other = await careful.SignedInAsync(Stop, ("sub", "2005"), ("preferred_username", "wang.wei"));
        var trusting = await desk.WithProviderAsync(Stop, ("LinkBy", "UserName"));
        using var same = await trusting.SignedInAsync(Stop, ("sub", "2005"), ("preferred_username", "Wang.Wei"));

        (await ProviderDesk.PersonAsync(other, Stop)).Id.ShouldNotBe(account.Id);
        (await ProviderDesk.PersonAsync(same, Stop)).Id.ShouldBe(account.Id);
    }

    [Fact]
    public async Task A_router_that_does_not_answer_keeps_no_newcomer_waiting()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var with = await ProviderDesk.StartAsync(desk, new Uri($"http://{silent.LocalEndpoint}/"), Stop);
        using var browser = with.Browser();

        var signingIn = with.TryAsync(browser, Stop, ("sub", "2010"));
        using var told = await silent.AcceptTcpClientAsync(Stop);
        signingIn.IsCompleted.ShouldBeFalse();
        await Eventually.Be(
            () =>
            {
                desk.Time.Advance(TimeSpan.FromSeconds(1));
                return signingIn.IsCompleted;
            },
            signedIn => signedIn,
            Stop,
            TimeSpan.FromSeconds(20) // a request to a service ends after thirty
        );

        (await signingIn).ShouldBe("/");
        (await ProviderDesk.PersonAsync(browser, Stop)).Roles.ShouldBe([Role.Agent]);
    }

    [Fact]
    public async Task Where_accounts_are_not_made_a_stranger_is_told_so()
    {
        var with = await desk.WithProviderAsync(Stop, ("CreateAccounts", "false"));
        using var browser = with.Browser();

        (await with.TryAsync(browser, Stop, ("sub", "2006"), ("preferred_username", "stranger"))).ShouldBe(
            "/sign-in?refused=no_account"
        );
    }

    [Fact]
    public async Task An_account_that_was_switched_off_stays_shut()
    {
        var with = await desk.WithProviderAsync(Stop);
        using var browser = await with.SignedInAsync(Stop, ("sub", "2007"), ("preferred_username", "leaver"));
        var person = await ProviderDesk.PersonAsync(browser, Stop);
        using var admin = await desk.AdminAsync(Stop);
        await admin.SendAsync<AccountView>(
            HttpMethod.Put,
            $"/desk/accounts/{person.Id}",
            new AccountRequest
            {
                DisplayName = "Leaver",
                Roles = [Role.Agent],
                Active = false,
            },
            Stop
        );

        (await browser.StatusAsync("/desk/me", Stop)).ShouldBe(HttpStatusCode.Unauthorized);
        (await with.SignInAsync(browser, Stop)).ShouldBe("/sign-in?refused=switched_off");
    }

    [Fact]
    public async Task Groups_of_the_provider_give_roles_and_take_them_away_at_the_next_sign_in()
    {
        var with = await desk.WithProviderAsync(Stop, RolesFrom("realm_access.roles"));
        using var before = await with.SignedInAsync(Stop, ("sub", "2008"), In("team-care", "team-leads"));
        (await ProviderDesk.PersonAsync(before, Stop)).Roles.ShouldBe([Role.Agent, Role.Lead]);

        using var after = await with.SignedInAsync(Stop, ("sub", "2008"), In("team-care"));

        (await ProviderDesk.PersonAsync(after, Stop)).Roles.ShouldBe([Role.Agent]);
        (await before.StatusAsync("/desk/api/sla/board", Stop)).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Whoever_has_no_group_left_is_out()
    {
        var with = await desk.WithProviderAsync(Stop, RolesFrom("realm_access.roles"));
        using var browser = await with.SignedInAsync(Stop, ("sub", "2009"), In("team-care"));
        using var again = with.Browser();

        (await with.TryAsync(again, Stop, ("sub", "2009"), In("knitting"))).ShouldBe("/sign-in?refused=no_role");

        (await browser.StatusAsync("/desk/me", Stop)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Groups_are_also_found_where_only_userinfo_names_them()
    {
        var with = await desk.WithProviderAsync(Stop, RolesFrom("https://shop.test/roles"));
        with.Provider.UserInfo = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["sub"] = "2010",
            ["name"] = "Zhao Min",
            ["https://shop.test/roles"] = new[] { "team-leads" },
        };
        using var browser = await with.SignedInAsync(Stop, ("sub", "2010"), ("preferred_username", "zhao.min"));

        var person = await ProviderDesk.PersonAsync(browser, Stop);

        (person.UserName, person.DisplayName).ShouldBe(("zhao.min", "Zhao Min"));
        person.Roles.ShouldBe([Role.Lead]);
    }

    [Fact]
    public async Task Two_first_visits_at_once_make_one_account()
    {
        var with = await desk.WithProviderAsync(Stop);
        with.Provider.Person = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["sub"] = "2011",
            ["preferred_username"] = "twice",
        };
        var browsers = Enumerable.Range(0, 6).Select(_ => with.Browser()).ToList();

        var ends = await Task.WhenAll(browsers.Select(browser => with.SignInAsync(browser, Stop)));

        ends.ShouldAllBe(end => end == "/");
        (
            await desk.ScalarAsync<int>("SELECT count(*) FROM desk.accounts WHERE user_name LIKE 'twice%'", null, Stop)
        ).ShouldBe(1);
        browsers.ForEach(browser => browser.Dispose());
    }

    private static (string, string)[] RolesFrom(string claim) =>
        [
            ("RolesClaim", claim),
            ("Roles:agent:0", "team-care"),
            ("Roles:lead:0", "team-leads"),
            ("Roles:lead:1", "managers"),
        ];

    private static (string, object) In(params string[] groups) =>
        ("realm_access", new Dictionary<string, object>(StringComparer.Ordinal) { ["roles"] = groups });

    private async Task<AccountView> AccountAsync(string userName)
    {
        using var admin = await desk.AdminAsync(Stop);
        return await admin.SendAsync<AccountView>(
            HttpMethod.Post,
            "/desk/accounts",
            new NewAccountRequest
            {
                UserName = userName,
                DisplayName = userName,
                Password = RunningDesk.Password,
                Roles = [Role.Agent],
            },
            Stop
        );
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
