using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Desk.OpenId;

namespace TriageMesh.Api.Specs.Desk;

public sealed class Signing_in_through_a_provider(RunningDesk desk) : IClassFixture<RunningDesk>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_the_provider_vouches_for_gets_an_account_without_a_password()
    {
        var with = await desk.WithProviderAsync(Stop);
        using var browser = await with.SignedInAsync(
            Stop,
            ("sub", "1001"),
            ("preferred_username", "mei.lin"),
            ("name", "Mei Lin\n")
        );

        var person = await ProviderDesk.PersonAsync(browser, Stop);

        (person.UserName, person.DisplayName, person.HasPassword).ShouldBe(("mei.lin", "Mei Lin", false));
        person.Roles.ShouldBe([Role.Agent]);
        using var admin = await desk.AdminAsync(Stop);
        (await admin.GetAsync<AgentView>($"/desk/api/agents/{person.Id}", Stop)).Name.ShouldBe("Mei Lin");
        var accounts = (await admin.GetAsync<Page<AccountView>>("/desk/accounts?limit=200", Stop)).Items;
        accounts.Single(account => account.Id == person.Id).FromProvider.ShouldBeTrue();
        accounts.Single(account => account.UserName == RunningDesk.AdminName).FromProvider.ShouldBeFalse();
        using var guess = with.Browser();
        using var refused = await guess.TrySignInAsync("mei.lin", "", Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_same_person_comes_back_to_the_same_account_under_another_name()
    {
        var with = await desk.WithProviderAsync(Stop);
        using var before = await with.SignedInAsync(Stop, ("sub", "1002"), ("preferred_username", "first.name"));
        using var after = await with.SignedInAsync(Stop, ("sub", "1002"), ("preferred_username", "other.name"));

        (await ProviderDesk.PersonAsync(after, Stop)).Id.ShouldBe((await ProviderDesk.PersonAsync(before, Stop)).Id);
    }

    [Fact]
    public async Task The_provider_is_asked_with_state_nonce_and_the_hash_of_a_secret()
    {
        var with = await desk.WithProviderAsync(Stop, ("Prompt", "select_account"));
        using var browser = with.Browser();

        await with.SignInAsync(browser, Stop);

        var asked = with.Provider.LastAsked;
        asked["response_type"].ShouldBe("code");
        asked["client_id"].ShouldBe(TestKit.OpenIdProvider.ClientId);
        asked["redirect_uri"].ShouldBe($"{with.Address.ToString().TrimEnd('/')}/desk/openid/callback");
        asked["code_challenge_method"].ShouldBe("S256");
        asked["prompt"].ShouldBe("select_account");
        new[] { asked["state"], asked["nonce"], asked["code_challenge"] }.Distinct().Count().ShouldBe(3);
        asked["state"].Length.ShouldBeGreaterThanOrEqualTo(43);
    }

    [Fact]
    public async Task The_cookies_are_out_of_reach_of_scripts_and_the_pending_one_is_taken_away()
    {
        var with = await desk.WithProviderAsync(Stop);
        using var browser = with.Browser();
        var back = await with.AnswerAsync(browser, Stop);
        with.Pending(browser).ShouldHaveSingleItem().HttpOnly.ShouldBeTrue();

        using var answer = await browser.SendAsync(HttpMethod.Get, back, body: null, Stop);

        var cookies = answer.Headers.GetValues("Set-Cookie").ToList();
        var session = cookies.Single(cookie => cookie.StartsWith("desk=", StringComparison.Ordinal));
        session.ShouldContain("samesite=strict", Case.Insensitive);
        session.ShouldContain("httponly", Case.Insensitive);
        with.Pending(browser).ShouldBeEmpty();
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        var with = await desk.WithProviderAsync(Stop);
        using var browser = await with.SignedInAsync(Stop, ("sub", "1003"));
        using var copy = with.Browser();
        copy.Cookies.Add(copy.Address, new Cookie("desk", browser.Token!));

        using var answer = await browser.SendAsync(HttpMethod.Post, "/desk/sign-out", body: null, Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await copy.StatusAsync("/desk/me", Stop)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_session_that_the_browser_had_before_is_over()
    {
        var with = await desk.WithProviderAsync(Stop);
        using var browser = await with.SignedInAsync(Stop, ("sub", "1004"));
        using var before = with.Browser();
        before.Cookies.Add(before.Address, new Cookie("desk", browser.Token!));
        var back = await with.AnswerAsync(browser, Stop);
        // Coming from another site the browser leaves the strict cookie at home.
        browser.Cookies.GetCookies(with.Address)["desk"]!.Expired = true;

        await ProviderDesk.OpenAsync(browser, back, Stop);

        (await browser.StatusAsync("/desk/me", Stop)).ShouldBe(HttpStatusCode.OK);
        (await before.StatusAsync("/desk/me", Stop)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_session_that_was_planted_in_the_browser_is_not_taken_over()
    {
        var with = await desk.WithProviderAsync(Stop);
        using var browser = with.Browser();
        browser.Cookies.Add(browser.Address, new Cookie("desk", "planted-by-somebody"));

        await with.SignInAsync(browser, Stop);

        browser.Token.ShouldNotBe("planted-by-somebody");
        using var attacker = with.Browser();
        attacker.Cookies.Add(attacker.Address, new Cookie("desk", "planted-by-somebody"));
        (await attacker.StatusAsync("/desk/me", Stop)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Passwords_go_on_to_work()
    {
        var with = await desk.WithProviderAsync(Stop);
        using var browser = with.Browser();

        await browser.SignInAsync(RunningDesk.AdminName, RunningDesk.Password, Stop);

        (await ProviderDesk.PersonAsync(browser, Stop)).HasPassword.ShouldBeTrue();
    }

    [Fact]
    public async Task The_page_learns_of_the_provider_only_where_there_is_one()
    {
        var with = await desk.WithProviderAsync(Stop);
        using var there = with.Browser();
        using var without = desk.Browser();

        (await there.GetAsync<SignInWays>("/desk/sign-in", Stop)).Provider.ShouldBe("Company account");
        (await without.GetAsync<SignInWays>("/desk/sign-in", Stop)).Provider.ShouldBeNull();
        foreach (var path in new[] { "/desk/openid/begin", "/desk/openid/callback?code=x&state=y" })
        {
            (await without.StatusAsync(path, Stop)).ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task A_page_of_the_desk_is_come_back_to()
    {
        var with = await desk.WithProviderAsync(Stop);
        using var browser = with.Browser();

        (await with.SignInAsync(browser, Stop, "/queue/mine?label=complaint")).ShouldBe("/queue/mine?label=complaint");
    }

    [Theory]
    [InlineData("https://evil.test/")]
    [InlineData("//evil.test/")]
    [InlineData("/\\evil.test/")]
    [InlineData("/\t/evil.test/")]
    [InlineData("/queue\\..\\\\evil.test")]
    [InlineData("javascript:alert(1)")]
    [InlineData("evil.test")]
    [InlineData("/desk/openid/begin")]
    [InlineData("")]
    public async Task Nobody_is_sent_to_another_site_afterwards(string returnTo)
    {
        var with = await desk.WithProviderAsync(Stop);
        using var browser = with.Browser();

        (await with.SignInAsync(browser, Stop, returnTo)).ShouldBe("/");
    }

    [Theory]
    [InlineData("Authority", "http://id.example.org")]
    [InlineData("Authority", "id.example.org")]
    [InlineData("ReturnsTo", "http://desk.example.org")]
    [InlineData("ClientId", "")]
    [InlineData("Scope", "profile email")]
    [InlineData("ClockSkew", "01:00:00")]
    [InlineData("Roles:boss:0", "bosses")]
    [InlineData("RolesOfAll:0", "boss")]
    public void Wrong_settings_are_named(string setting, string value)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Authority"] = "https://id.example.org",
            ["ClientId"] = "desk",
            ["RolesOfAll:0"] = "agent",
        };
        var right = new ConfigurationBuilder().AddInMemoryCollection(settings).Build().Get<OpenIdOptions>()!;
        new OpenIdOptionsValidator().Validate(name: null, right).Succeeded.ShouldBeTrue();
        settings[setting] = value;

        var wrong = new ConfigurationBuilder().AddInMemoryCollection(settings).Build().Get<OpenIdOptions>()!;

        new OpenIdOptionsValidator()
            .Validate(name: null, wrong)
            .FailureMessage!.ShouldContain(setting.StartsWith("Roles", StringComparison.Ordinal) ? "boss" : setting);
    }

    [Fact]
    public async Task A_desk_with_wrong_settings_does_not_start()
    {
        var wrong = await Should.ThrowAsync<OptionsValidationException>(() =>
            ProviderDesk.StartAsync(desk, desk.Router.Address, Stop, ("ClientId", ""))
        );

        wrong.Message.ShouldContain("Desk:OpenId:ClientId");
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
