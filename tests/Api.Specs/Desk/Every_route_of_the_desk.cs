using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts;

namespace TriageMesh.Api.Specs.Desk;

/// <summary>Who may use which route, as a table; a route that is not in it fails here.</summary>
public sealed class Every_route_of_the_desk(RunningDesk desk) : IClassFixture<RunningDesk>, IAsyncLifetime
{
    private static readonly Role[] Admins = [Role.Admin];
    private static readonly Role[] Everybody = Enum.GetValues<Role>();

    private static readonly Dictionary<string, Role[]> Table = new(StringComparer.Ordinal)
    {
        ["GET /desk/me"] = Everybody,
        ["PUT /desk/me/preferences"] = Everybody,
        ["PUT /desk/me/password"] = Everybody,
        ["GET /desk/me/sessions"] = Everybody,
        ["DELETE /desk/me/sessions/{id:guid}"] = Everybody,
        ["GET /desk/me/notices"] = Everybody,
        ["PUT /desk/me/notices"] = Everybody,
        ["GET /desk/openid/links"] = Everybody,
        ["DELETE /desk/openid/links"] = Everybody,
        ["GET /desk/live"] = Everybody,
        ["GET /desk/openapi/{documentName}.json"] = Everybody,
        ["GET /desk/accounts"] = Admins,
        ["POST /desk/accounts"] = Admins,
        ["PUT /desk/accounts/{id:guid}"] = Admins,
        ["GET /desk/accounts/{id:guid}/openid/links"] = Admins,
        ["DELETE /desk/accounts/{id:guid}/openid/links"] = Admins,
        ["GET /desk/tokens"] = Admins,
        ["POST /desk/tokens"] = Admins,
        ["DELETE /desk/tokens/{id:guid}"] = Admins,
        ["GET /desk/audit"] = Admins,
        ["GET /desk/audit.csv"] = Admins,
    };

    /// <summary>Open to whoever is not signed in yet.</summary>
    private static readonly string[] Open =
    [
        "GET /desk/sign-in",
        "POST /desk/sign-in",
        "POST /desk/sign-out",
        "GET /desk/openid/begin",
        "GET /desk/openid/callback",
        "GET /desk/openid/end",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Is_in_the_table() =>
        desk
            .Desk.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/desk", StringComparison.Ordinal))
            // What is passed on is held by the service behind; each has a table of its own.
            .Where(route => !route.RoutePattern.RawText!.EndsWith("/{**path}", StringComparison.Ordinal))
            .SelectMany(route =>
                route
                    .Metadata.GetMetadata<HttpMethodMetadata>()!
                    .HttpMethods.Select(method => $"{method} {route.RoutePattern.RawText!.TrimEnd('/')}")
            )
            .ShouldBe(Table.Keys.Concat(Open), ignoreOrder: true);

    [Fact]
    public async Task Is_shut_to_whoever_is_not_signed_in()
    {
        using var nobody = desk.Browser();
        foreach (var route in Table.Keys)
        {
            (await StatusAsync(nobody, route)).ShouldBe(HttpStatusCode.Unauthorized, route);
        }
    }

    [Fact]
    public async Task Is_not_thrown_by_an_empty_body_of_a_stranger()
    {
        using var nobody = desk.Browser();

        (await StatusAsync(nobody, "POST /desk/sign-in")).ShouldBe(HttpStatusCode.BadRequest);
        (await StatusAsync(nobody, "POST /desk/sign-out")).ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData(Role.Agent)]
    [InlineData(Role.Lead)]
    [InlineData(Role.Marketing)]
    [InlineData(Role.Admin)]
    public async Task Is_open_to_its_roles_and_shut_to_the_others(Role role)
    {
        var (browser, _) = await desk.PersonAsync(Stop, role);
        using var person = browser;
        foreach (var (route, roles) in Table)
        {
            var status = await StatusAsync(person, route);

            (status == HttpStatusCode.Forbidden).ShouldBe(!roles.Contains(role), $"{route}: {status}");
            ((int)status).ShouldBeLessThan(500, route);
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(DeskBrowser browser, string route)
    {
        var space = route.IndexOf(' ', StringComparison.Ordinal);
        var path = route[(space + 1)..]
            .Replace("{id:guid}", "00000000-0000-0000-0000-000000000001", StringComparison.Ordinal)
            .Replace("{documentName}", "desk", StringComparison.Ordinal);
        // An empty body changes nothing: whoever may pass is told what is missing.
        object? body = route.StartsWith("GET", StringComparison.Ordinal) ? null : new { };
        using var answer = await browser.SendAsync(new HttpMethod(route[..space]), path, body, Stop);
        return answer.StatusCode;
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
