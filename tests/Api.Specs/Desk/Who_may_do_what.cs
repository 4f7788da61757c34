using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts;

namespace TriageMesh.Api.Specs.Desk;

public sealed class Who_may_do_what(RunningDesk desk) : IClassFixture<RunningDesk>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_session_only_signing_in_and_out_is_open()
    {
        var open = desk
            .Desk.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/desk", StringComparison.Ordinal))
            .Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(route => route.RoutePattern.RawText)
            .Distinct();
        open.ShouldBe(
            ["/desk/sign-in", "/desk/sign-out", "/desk/openid/begin", "/desk/openid/callback", "/desk/openid/end"],
            ignoreOrder: true
        );

        using var nobody = desk.Browser();
        foreach (
            var path in new[] { "/desk/me", "/desk/accounts", "/desk/live", "/desk/api/me", "/desk/classifier/models" }
        )
        {
            (await nobody.StatusAsync(path, Stop)).ShouldBe(HttpStatusCode.Unauthorized, path);
        }
    }

    [Theory]
    [InlineData(Role.Agent)]
    [InlineData(Role.Lead)]
    [InlineData(Role.Marketing)]
    public async Task Accounts_are_for_admins_alone(Role role)
    {
        var (browser, account) = await desk.PersonAsync(Stop, role);
        using var person = browser;

        (await person.StatusAsync("/desk/accounts", Stop)).ShouldBe(HttpStatusCode.Forbidden);
        using var change = await person.SendAsync(
            HttpMethod.Put,
            $"/desk/accounts/{account.Id}",
            new
            {
                display_name = "x",
                roles = new[] { "admin" },
                active = true,
            },
            Stop
        );
        change.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(Role.Agent, "tickets", HttpStatusCode.OK)]
    [InlineData(Role.Agent, "sla/board", HttpStatusCode.Forbidden)]
    [InlineData(Role.Agent, "praise", HttpStatusCode.Forbidden)]
    [InlineData(Role.Agent, "parked", HttpStatusCode.Forbidden)]
    [InlineData(Role.Marketing, "tickets", HttpStatusCode.Forbidden)]
    [InlineData(Role.Marketing, "praise", HttpStatusCode.OK)]
    [InlineData(Role.Lead, "sla/board", HttpStatusCode.OK)]
    [InlineData(Role.Lead, "parked", HttpStatusCode.Forbidden)]
    [InlineData(Role.Admin, "parked", HttpStatusCode.OK)]
    public async Task The_router_sees_the_persons_own_roles_and_no_others(
        Role role,
        string path,
        HttpStatusCode expected
    )
    {
        var (browser, _) = await desk.PersonAsync(Stop, role);
        using var person = browser;

        (await person.StatusAsync($"/desk/api/{path}", Stop)).ShouldBe(expected);
    }

    [Fact]
    public async Task A_role_that_was_taken_away_is_gone_with_the_next_request()
    {
        var (browser, account) = await desk.PersonAsync(Stop, Role.Agent, Role.Lead);
        using var person = browser;
        (await person.StatusAsync("/desk/api/sla/board", Stop)).ShouldBe(HttpStatusCode.OK);
        using var admin = await desk.AdminAsync(Stop);

        using var change = await admin.SendAsync(
            HttpMethod.Put,
            $"/desk/accounts/{account.Id}",
            new
            {
                display_name = "x",
                roles = new[] { "agent" },
                active = true,
            },
            Stop
        );

        change.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await person.StatusAsync("/desk/api/sla/board", Stop)).ShouldBe(HttpStatusCode.Forbidden);
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
