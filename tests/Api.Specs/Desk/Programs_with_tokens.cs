using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;

namespace TriageMesh.Api.Specs.Desk;

public sealed class Programs_with_tokens(RunningDesk desk) : IClassFixture<RunningDesk>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_does_what_its_scopes_say_and_nothing_else()
    {
        var token = await AddAsync([Role.Lead], "tickets:read");

        (await StatusAsync(token.Secret, "GET", "/desk/api/tickets")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(token.Secret, "POST", "/desk/api/tickets/1/accept")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(token.Secret, "GET", "/desk/api/praise")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(token.Secret, "GET", "/desk/api/export/tickets.jsonl")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_refusal_names_the_scope_that_is_missing()
    {
        var token = await AddAsync([Role.Lead], "praise:read");

        using var answer = await SendAsync(token.Secret, "GET", "/desk/api/tickets");

        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        problem.GetProperty("detail").GetString()!.ShouldContain("tickets:read");
    }

    [Fact]
    public async Task Scopes_only_narrow_what_the_role_allows()
    {
        var token = await AddAsync([Role.Marketing], [.. ApiScopes.All]);

        (await StatusAsync(token.Secret, "GET", "/desk/api/praise")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(token.Secret, "GET", "/desk/api/tickets")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_change_needs_no_mark_of_the_desks_pages()
    {
        var token = await AddAsync([Role.Agent], "tickets:write");

        (await StatusAsync(token.Secret, "POST", "/desk/api/tickets/1/accept")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_token_opens_no_page_that_is_for_people()
    {
        var token = await AddAsync([Role.Admin], [.. ApiScopes.All]);

        foreach (var path in new[] { "/desk/me", "/desk/accounts", "/desk/tokens", "/desk/live" })
        {
            (await StatusAsync(token.Secret, "GET", path)).ShouldBe(HttpStatusCode.Unauthorized, path);
        }
    }

    [Fact]
    public async Task A_revoked_token_and_one_out_of_its_time_are_dead_at_once()
    {
        using var admin = await desk.AdminAsync(Stop);
        var revoked = await AddAsync([Role.Lead], "tickets:read");
        var old = await AddAsync([Role.Lead], "tickets:read");

        using var gone = await admin.SendAsync(HttpMethod.Delete, $"/desk/tokens/{revoked.Token.Id}", null, Stop);
        gone.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await StatusAsync(revoked.Secret, "GET", "/desk/api/tickets")).ShouldBe(HttpStatusCode.Unauthorized);

        await desk.ScalarAsync<int>(
            "UPDATE desk.api_tokens SET expires_at = @now WHERE token_id = @id",
            new { id = old.Token.Id, now = desk.Time.GetUtcNow() },
            Stop
        );
        (await StatusAsync(old.Secret, "GET", "/desk/api/tickets")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_list_tells_when_a_token_was_used_and_never_its_secret()
    {
        var token = await AddAsync([Role.Lead], "tickets:read");
        await StatusAsync(token.Secret, "GET", "/desk/api/tickets");
        using var admin = await desk.AdminAsync(Stop);

        using var answer = await admin.SendAsync(HttpMethod.Get, "/desk/tokens", null, Stop);

        var text = await answer.Content.ReadAsStringAsync(Stop);
        text.ShouldNotContain(token.Secret);
        JsonSerializer
            .Deserialize<Page<ApiTokenView>>(text, MeshJson.Options)!
            .Items.Single(item => item.Id == token.Token.Id)
            .LastUsedAt.ShouldBe(desk.Time.GetUtcNow());
    }

    [Theory]
    [InlineData(Role.Agent)]
    [InlineData(Role.Lead)]
    [InlineData(Role.Marketing)]
    public async Task Only_admins_make_tokens(Role role)
    {
        var (browser, _) = await desk.PersonAsync(Stop, role);
        using var person = browser;

        (await person.StatusAsync("/desk/tokens", Stop)).ShouldBe(HttpStatusCode.Forbidden);
        using var answer = await person.SendAsync(
            HttpMethod.Post,
            "/desk/tokens",
            Request([role], ["tickets:read"]),
            Stop
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Bad_input_is_refused_by_the_name_of_its_field()
    {
        using var admin = await desk.AdminAsync(Stop);

        using var answer = await admin.SendAsync(
            HttpMethod.Post,
            "/desk/tokens",
            new NewApiTokenRequest
            {
                Name = " ",
                Roles = [],
                Scopes = ["everything"],
                Days = 0,
            },
            Stop
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("errors");
        errors.EnumerateObject().Select(error => error.Name).ShouldBe(["name", "roles", "scopes", "days"]);
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static NewApiTokenRequest Request(Role[] roles, string[] scopes) =>
        new()
        {
            Name = "a program",
            Roles = roles,
            Scopes = scopes,
            Days = 30,
        };

    private async Task<NewApiToken> AddAsync(Role[] roles, params string[] scopes)
    {
        using var admin = await desk.AdminAsync(Stop);
        return await admin.SendAsync<NewApiToken>(HttpMethod.Post, "/desk/tokens", Request(roles, scopes), Stop);
    }

    private async Task<HttpStatusCode> StatusAsync(string secret, string method, string path)
    {
        using var answer = await SendAsync(secret, method, path);
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(string secret, string method, string path)
    {
        using var program = new DeskBrowser(desk.Desk.Address, marked: false);
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        if (method == "POST")
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }

        return await program.SendAsync(request, Stop);
    }
}
