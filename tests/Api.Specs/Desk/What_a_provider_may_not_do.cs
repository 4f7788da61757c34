using System.Net;
using Microsoft.IdentityModel.Tokens;
using TriageMesh.TestKit;

namespace TriageMesh.Api.Specs.Desk;

/// <summary>Each answer that is not the provider's own, for this desk and this very sign-in, is refused by name.</summary>
public sealed class What_a_provider_may_not_do(RunningDesk desk) : IClassFixture<RunningDesk>, IAsyncLifetime
{
    private static readonly Dictionary<string, Action<OpenIdProvider, RunningDesk>> Lies = new(StringComparer.Ordinal)
    {
        ["another issuer"] = (provider, _) => provider.Spoil = token => token.Issuer = "http://127.0.0.1/other",
        ["another audience"] = (provider, _) => provider.Spoil = token => token.Audience = "another-desk",
        ["no audience"] = (provider, _) => provider.Spoil = token => token.Audience = null,
        ["another nonce"] = (provider, _) => provider.Spoil = token => token.Claims["nonce"] = "of another sign-in",
        ["no nonce"] = (provider, _) => provider.Spoil = token => token.Claims.Remove("nonce"),
        ["another client's token"] = (provider, _) => provider.Spoil = token => token.Claims["azp"] = "another-desk",
        ["no subject"] = (provider, _) => provider.Spoil = token => token.Claims.Remove("sub"),
        ["expired"] = (provider, desk) =>
            provider.Spoil = token =>
            {
                token.NotBefore = desk.Time.GetUtcNow().UtcDateTime.AddMinutes(-10);
                token.Expires = desk.Time.GetUtcNow().UtcDateTime.AddMinutes(-3);
            },
        ["not yet good"] = (provider, desk) =>
            provider.Spoil = token => token.NotBefore = desk.Time.GetUtcNow().UtcDateTime.AddMinutes(3),
        ["no end"] = (provider, _) => provider.Spoil = token => token.Expires = null,
        ["a foreign key"] = (provider, _) =>
            provider.Spoil = token => token.SigningCredentials = OpenIdProvider.ForeignKey(),
        ["a foreign key under the provider's name"] = (provider, _) =>
            provider.Spoil = token => token.SigningCredentials = OpenIdProvider.ForeignKey(provider.KeyId),
        ["signed with the client's secret"] = (provider, _) =>
            provider.Spoil = token =>
                token.SigningCredentials = new SigningCredentials(
                    new SymmetricSecurityKey("a secret of client & provider, longer"u8.ToArray()),
                    SecurityAlgorithms.HmacSha256
                ),
        ["not signed"] = (provider, _) => provider.Spoil = token => token.SigningCredentials = null,
        ["changed after it was signed"] = (provider, _) =>
            provider.SpoilSigned = token =>
            {
                var parts = token.Split('.');
                var claims = Base64UrlEncoder.Decode(parts[1]).Replace("person-", "another-", StringComparison.Ordinal);
                return $"{parts[0]}.{Base64UrlEncoder.Encode(claims)}.{parts[2]}";
            },
        ["no token at all"] = (provider, _) => provider.SpoilSigned = _ => "not.a.token",
        ["userinfo of somebody else"] = (provider, _) =>
            provider.UserInfo = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = "person-2" },
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. Lies.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_token_that_is_not_right_signs_nobody_in(string lie)
    {
        var with = await desk.WithProviderAsync(Stop);
        Lies[lie](with.Provider, desk);
        using var browser = with.Browser();

        (await with.SignInAsync(browser, Stop)).ShouldBe("/sign-in?refused=not_valid");

        browser.Token.ShouldBeNull();
        var subject = (string)with.Provider.Person["sub"];
        (
            await desk.ScalarAsync<int>(
                "SELECT count(*) FROM desk.openid_links WHERE subject = @subject",
                new { subject },
                Stop
            )
        ).ShouldBe(0);
    }

    [Fact]
    public async Task Clocks_may_differ_by_two_minutes()
    {
        var with = await desk.WithProviderAsync(Stop);
        with.Provider.Spoil = token =>
        {
            token.NotBefore = desk.Time.GetUtcNow().UtcDateTime.AddMinutes(-10);
            token.Expires = desk.Time.GetUtcNow().UtcDateTime.AddMinutes(-1);
        };
        using var late = with.Browser();
        (await with.SignInAsync(late, Stop)).ShouldBe("/");

        with.Provider.Spoil = token => token.NotBefore = desk.Time.GetUtcNow().UtcDateTime.AddMinutes(1);
        using var early = with.Browser();
        (await with.SignInAsync(early, Stop)).ShouldBe("/");
    }

    [Fact]
    public async Task A_new_key_is_looked_up_when_a_token_names_it()
    {
        var with = await desk.WithProviderAsync(Stop);
        using var before = with.Browser();
        (await with.SignInAsync(before, Stop)).ShouldBe("/");
        with.Provider.RotateKey();
        desk.Time.Advance(TimeSpan.FromMinutes(2));

        using var after = with.Browser();

        (await with.SignInAsync(after, Stop)).ShouldBe("/");
    }

    [Fact]
    public async Task An_answer_that_this_browser_did_not_ask_for_signs_nobody_in()
    {
        var with = await desk.WithProviderAsync(Stop);
        using var attacker = with.Browser();
        using var victim = with.Browser();
        var planted = await with.AnswerAsync(attacker, Stop);

        (await ProviderDesk.OpenAsync(victim, planted, Stop)).ShouldBe("/sign-in?refused=state");
        await with.AnswerAsync(victim, Stop); // now it has begun one of its own
        (await ProviderDesk.OpenAsync(victim, planted, Stop)).ShouldBe("/sign-in?refused=state");

        victim.Token.ShouldBeNull();
    }

    [Fact]
    public async Task Two_windows_that_sign_in_and_a_foreign_link_between_them_do_not_get_in_each_others_way()
    {
        var with = await desk.WithProviderAsync(Stop);
        using var browser = with.Browser();
        var first = await with.AnswerAsync(browser, Stop);
        var second = await with.AnswerAsync(browser, Stop);

        (await ProviderDesk.OpenAsync(browser, "/desk/openid/callback?state=x&code=y", Stop)).ShouldBe(
            "/sign-in?refused=state"
        );
        (await ProviderDesk.OpenAsync(browser, first, Stop)).ShouldBe("/");
        (await ProviderDesk.OpenAsync(browser, second, Stop)).ShouldBe("/");
    }

    [Fact]
    public async Task Whoever_is_refused_again_and_again_is_held_up_before_anything_is_tried_or_written_down()
    {
        var with = await desk.WithProviderAsync(Stop, ("Desk:SignInsPerMinute", "2"));
        using var browser = with.Browser();
        var back = await with.AnswerAsync(browser, Stop);
        var refused = $"{back}&error=access_denied";
        for (var time = 0; time < 2; time++)
        {
            await ProviderDesk.OpenAsync(browser, refused, Stop);
        }

        var before = await desk.ScalarAsync<long>("SELECT count(*) FROM desk.audit", null, Stop);

        (await ProviderDesk.OpenAsync(browser, back, Stop)).ShouldBe("/sign-in?refused=too_many");
        (await desk.ScalarAsync<long>("SELECT count(*) FROM desk.audit", null, Stop)).ShouldBe(before);
    }

    [Fact]
    public async Task An_answer_is_good_once_and_not_for_long()
    {
        var with = await desk.WithProviderAsync(Stop);
        using var browser = with.Browser();
        var back = await with.AnswerAsync(browser, Stop);
        (await ProviderDesk.OpenAsync(browser, back, Stop)).ShouldBe("/");
        (await ProviderDesk.OpenAsync(browser, back, Stop)).ShouldBe("/sign-in?refused=state");

        using var slow = with.Browser();
        var late = await with.AnswerAsync(slow, Stop);
        desk.Time.Advance(TimeSpan.FromMinutes(11));
        (await ProviderDesk.OpenAsync(slow, late, Stop)).ShouldBe("/sign-in?refused=state");
    }

    [Fact]
    public async Task A_cookie_that_the_desk_did_not_seal_is_no_begun_sign_in()
    {
        var with = await desk.WithProviderAsync(Stop);
        using var browser = with.Browser();
        var back = await with.AnswerAsync(browser, Stop);
        with.Pending(browser).Single().Value = "AAAA";

        (await ProviderDesk.OpenAsync(browser, back, Stop)).ShouldBe("/sign-in?refused=state");
    }

    [Fact]
    public async Task An_answer_in_the_name_of_another_provider_is_refused()
    {
        var with = await desk.WithProviderAsync(Stop);
        using var browser = with.Browser();
        var back = await with.AnswerAsync(browser, Stop);

        (await ProviderDesk.OpenAsync(browser, $"{back}&iss=https%3A%2F%2Fevil.test", Stop)).ShouldBe(
            "/sign-in?refused=not_valid"
        );
    }

    [Fact]
    public async Task Whoever_turns_back_at_the_provider_is_told_so()
    {
        var with = await desk.WithProviderAsync(Stop);
        with.Provider.Refuses = "access_denied";
        using var browser = with.Browser();

        (await with.SignInAsync(browser, Stop)).ShouldBe("/sign-in?refused=provider_refused");
    }

    [Fact]
    public async Task A_refusal_does_not_forget_the_way_to_the_page_that_was_asked_for()
    {
        var with = await desk.WithProviderAsync(Stop);
        with.Provider.Refuses = "access_denied";
        using var browser = with.Browser();

        (await with.SignInAsync(browser, Stop, "/queue/team?label=praise")).ShouldBe(
            "/sign-in?refused=provider_refused&return_to=%2Fqueue%2Fteam%3Flabel%3Dpraise"
        );
        (await with.SignInAsync(browser, Stop, "//elsewhere.test/")).ShouldBe("/sign-in?refused=provider_refused");
    }

    [Fact]
    public async Task A_provider_that_is_away_is_named_and_asked_again_later()
    {
        var with = await desk.WithProviderAsync(Stop);
        with.Provider.IsUp = false;
        desk.Time.Advance(TimeSpan.FromHours(13)); // what was read of it is old
        using var browser = with.Browser();
        (await ProviderDesk.OpenAsync(browser, "/desk/openid/begin", Stop)).ShouldBe("/sign-in?refused=provider_away");
        with.Provider.IsUp = true;
        desk.Time.Advance(TimeSpan.FromSeconds(6));

        (await with.SignInAsync(browser, Stop)).ShouldBe("/");
    }

    [Fact]
    public async Task A_provider_that_goes_away_halfway_is_named()
    {
        var with = await desk.WithProviderAsync(Stop);
        using var browser = with.Browser();
        var back = await with.AnswerAsync(browser, Stop);
        with.Provider.IsUp = false;

        (await ProviderDesk.OpenAsync(browser, back, Stop)).ShouldBe("/sign-in?refused=provider_away");
    }

    [Fact]
    public async Task Refusals_are_told_and_written_down_without_anything_personal()
    {
        var with = await desk.WithProviderAsync(Stop);
        with.Provider.Spoil = token => token.Audience = "another-desk";
        using var browser = with.Browser();
        await with.TryAsync(browser, Stop, ("sub", "1"), ("preferred_username", "a.very.private.name"));

        using var admin = await desk.AdminAsync(Stop);
        using var answer = await admin.SendAsync(
            HttpMethod.Get,
            "/desk/audit?area=sign_in&outcome=refused",
            null,
            Stop
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var lines = await answer.Content.ReadAsStringAsync(Stop);
        lines.ShouldContain("openid not_valid");
        lines.ShouldNotContain("private");
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
