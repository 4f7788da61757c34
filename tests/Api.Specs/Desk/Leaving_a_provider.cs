using System.Net;
using TriageMesh.TestKit;

namespace TriageMesh.Api.Specs.Desk;

/// <summary>Out at the provider too, the provider's account taken away again, and a provider that stands for many tenants.</summary>
public sealed class Leaving_a_provider(RunningDesk desk) : IClassFixture<RunningDesk>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_came_through_the_provider_is_sent_there_to_sign_out()
    {
        var with = await desk.WithProviderAsync(Stop);
        using var browser = await with.SignedInAsync(Stop, ("sub", "leaves-1"));

        var there = await ProviderDesk.OpenAsync(browser, "/desk/openid/end", Stop);

        there.ShouldStartWith($"{with.Provider.Issuer}/end?");
        there.ShouldContain($"client_id={OpenIdProvider.ClientId}");
        var back = $"{with.Address.ToString().TrimEnd('/')}/sign-in";
        there.ShouldContain($"post_logout_redirect_uri={Uri.EscapeDataString(back)}");
        // Once: who signs in with a password afterwards has nothing to end there.
        (await ProviderDesk.OpenAsync(browser, "/desk/openid/end", Stop)).ShouldBe("/sign-in");
    }

    [Fact]
    public async Task Whoever_did_not_and_where_that_is_not_wanted_stays_here()
    {
        var with = await desk.WithProviderAsync(Stop);
        using var stranger = with.Browser();
        (await ProviderDesk.OpenAsync(stranger, "/desk/openid/end", Stop)).ShouldBe("/sign-in");

        var apart = await desk.WithProviderAsync(Stop, ("SignOutThere", "false"));
        using var browser = await apart.SignedInAsync(Stop, ("sub", "leaves-2"));
        (await ProviderDesk.OpenAsync(browser, "/desk/openid/end", Stop)).ShouldBe("/sign-in");
    }

    [Fact]
    public async Task The_only_way_in_is_not_taken_away_and_with_a_password_it_is()
    {
        var with = await desk.WithProviderAsync(Stop);
        using var browser = await with.SignedInAsync(Stop, ("sub", "leaves-3"));
        var person = await ProviderDesk.PersonAsync(browser, Stop);
        var link = (await browser.GetAsync<List<Link>>("/desk/openid/links", Stop)).ShouldHaveSingleItem();
        link.Issuer.ShouldBe(with.Provider.Issuer);
        var path = $"/desk/openid/links?issuer={Uri.EscapeDataString(link.Issuer)}";

        using (var refused = await browser.SendAsync(HttpMethod.Delete, path, body: null, Stop))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        }

        await desk.ScalarAsync<int>(
            "UPDATE desk.accounts SET password_hash = 'set by an admin' WHERE account_id = @Id RETURNING 1",
            new { person.Id },
            Stop
        );
        using (var done = await browser.SendAsync(HttpMethod.Delete, path, body: null, Stop))
        {
            done.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        (await browser.GetAsync<List<Link>>("/desk/openid/links", Stop)).ShouldBeEmpty();
        using var again = await with.SignedInAsync(Stop, ("sub", "leaves-3"));
        (await ProviderDesk.PersonAsync(again, Stop)).Id.ShouldNotBe(person.Id);
    }

    [Fact]
    public async Task An_admin_takes_it_away_from_somebody_else_and_that_is_written_down()
    {
        var with = await desk.WithProviderAsync(Stop);
        using var browser = await with.SignedInAsync(Stop, ("sub", "leaves-4"));
        var person = await ProviderDesk.PersonAsync(browser, Stop);
        using var admin = await desk.AdminAsync(Stop);
        var links = $"/desk/accounts/{person.Id}/openid/links";
        var issuer = (await admin.GetAsync<List<Link>>(links, Stop)).ShouldHaveSingleItem().Issuer;
        var path = $"{links}?issuer={Uri.EscapeDataString(issuer)}";

        (await browser.StatusAsync(links, Stop)).ShouldBe(HttpStatusCode.Forbidden);
        foreach (var expected in new[] { HttpStatusCode.NoContent, HttpStatusCode.NotFound })
        {
            using var answer = await admin.SendAsync(HttpMethod.Delete, path, body: null, Stop);
            answer.StatusCode.ShouldBe(expected);
        }

        (await admin.GetAsync<List<Link>>(links, Stop)).ShouldBeEmpty();
        (
            await desk.ScalarAsync<string>(
                "SELECT act FROM desk.audit WHERE target = @target AND act = 'account_unlinked' LIMIT 1",
                new { target = person.Id.ToString() },
                Stop
            )
        ).ShouldBe("account_unlinked");
    }

    [Fact]
    public async Task A_provider_of_many_tenants_lets_in_only_the_people_of_those_that_are_named()
    {
        var any = await desk.WithProviderAsync(Stop, ("Prompt", "any"));
        any.Provider.Tenant = "ours";
        using var nobody = any.Browser();
        (await ProviderDesk.OpenAsync(nobody, "/desk/openid/begin", Stop)).ShouldBe("/sign-in?refused=provider_away");

        var with = await desk.WithProviderAsync(Stop, ("Tenants:0", "ours"), ("Tenants:1", "sister"));
        with.Provider.Tenant = "sister";
        using var browser = await with.SignedInAsync(Stop, ("sub", "tenant-1"));
        (await browser.GetAsync<List<Link>>("/desk/openid/links", Stop))
            .ShouldHaveSingleItem()
            .Issuer.ShouldBe($"{with.Provider.Issuer}/sister");

        with.Provider.Tenant = "theirs";
        using var stranger = with.Browser();
        (await with.TryAsync(stranger, Stop, ("sub", "tenant-1"))).ShouldBe("/sign-in?refused=not_valid");
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed record Link(string Issuer, DateTimeOffset LinkedAt, DateTimeOffset LastUsedAt);
}
