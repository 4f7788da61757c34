using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Api.Specs.Desk;
using TriageMesh.Classifier;
using TriageMesh.Contracts;
using TriageMesh.Ingest;
using TriageMesh.Router;
using TriageMesh.TestKit;
using TriageMesh.TestKit.Mesh;

namespace TriageMesh.Api.Specs.WrongRequests;

/// <summary>Whoever asks wrongly, of whatever route and wanting whatever kind of answer, is told in problem details (RFC 9457).</summary>
public sealed partial class Every_refusal_is_a_problem(RunningDesk desk) : IClassFixture<RunningDesk>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("router")]
    [InlineData("classifier")]
    [InlineData("ingest")]
    [InlineData("desk")]
    public async Task Whatever_is_wrong_and_whatever_kind_of_answer_was_asked_for(string service)
    {
        await using var other = await OtherAsync(service);
        var process = other ?? desk.Desk;
        var wrong = new List<string>();
        var refused = 0;
        foreach (var (method, path) in RoutesOf(service, process))
        {
            foreach (var attempt in Attempts(method))
            {
                using var person = attempt.Role is { } role ? process.ClientAs(role) : null;
                using var request = new HttpRequestMessage(new HttpMethod(attempt.Method), path);
                request.Headers.TryAddWithoutValidation("Accept", attempt.Accept);
                request.Headers.TryAddWithoutValidation("X-Requested-With", "triagemesh");
                request.Content = attempt.Body is { } body
                    ? new StringContent(body, Encoding.UTF8, attempt.Type)
                    : null;
                using var answer = await (person ?? process.Client).SendAsync(
                    request,
                    HttpCompletionOption.ResponseHeadersRead,
                    Stop
                );
                if ((int)answer.StatusCode < 400)
                {
                    continue;
                }

                refused++;
                if (await FaultOfAsync(answer) is { } fault)
                {
                    wrong.Add($"{attempt.Role} {attempt.Method} {path} for {attempt.Accept}: {fault}");
                }
            }
        }

        refused.ShouldBeGreaterThan(20);
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("router")]
    [InlineData("classifier")]
    [InlineData("desk")]
    public async Task The_descriptions_promise_it(string service)
    {
        var file = RepositoryRoot.Below("services", "Desk", "web", "api", $"{service}.json");
        var api = JsonNode.Parse(await File.ReadAllTextAsync(file, Stop))!.AsObject();

        var others =
            from path in api["paths"]!.AsObject()
            from operation in path.Value!.AsObject()
            where operation.Value is JsonObject holder && holder.ContainsKey("responses")
            from answer in operation.Value!["responses"]!.AsObject()
            where answer.Key[0] is '4' or '5'
            where answer.Value!["content"] is not JsonObject content || content.Any(kind => kind.Key != Problem)
            select $"{operation.Key} {path.Key}: {answer.Key}";

        others.ShouldBeEmpty();
    }

    private const string Problem = "application/problem+json";

    private async Task<MeshProcess?> OtherAsync(string service) =>
        service switch
        {
            "router" => await StartAsync(new RouterService()),
            "classifier" => await StartAsync(new ClassifierService()),
            "ingest" => await StartAsync(new IngestService()),
            _ => null,
        };

    private Task<MeshProcess> StartAsync(Platform.Hosting.IMeshService service) =>
        MeshProcess.StartAsync([service], desk.ConnectionString, new Dictionary<string, string>(), Stop);

    /// <summary>The routes by their methods, with ids that nobody has; what tells of health is no part of an API.</summary>
    private static IEnumerable<(string Method, string Path)> RoutesOf(string service, MeshProcess process) =>
        from route in process.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let path = "/"
            + route.RoutePattern.RawText!.Trim('/').Replace("{documentName}", service, StringComparison.Ordinal)
        where !path.StartsWith("/health", StringComparison.Ordinal)
        // What else the desk serves is pages, for browsers.
        where service != "desk" || path.StartsWith("/desk/", StringComparison.Ordinal)
        from method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        where method != "HEAD"
        select (
            method,
            Segments()
                .Replace(
                    path,
                    part => part.Value.Contains("guid", StringComparison.Ordinal) ? Guid.Empty.ToString() : "7"
                )
        );

    private static IEnumerable<(Role? Role, string Method, string? Accept, string? Body, string Type)> Attempts(
        string method
    )
    {
        foreach (var accept in new[] { null, "text/csv", "text/html", "application/xml" })
        {
            string? nothing = method is "GET" ? null : "";
            yield return (null, method, accept, nothing, "application/json");
            yield return (Role.Marketing, method, accept, nothing, "application/json");
            yield return (Role.Admin, "PATCH", accept, "{}", "application/json");
            if (method is not ("GET" or "DELETE"))
            {
                yield return (Role.Admin, method, accept, "{", "application/json");
                yield return (Role.Admin, method, accept, "<a/>", "application/xml");
                yield return (Role.Admin, method, accept, "{}", "application/json");
            }
        }
    }

    /// <summary>What is wrong with a refusal; null where it says what it has to.</summary>
    internal static async Task<string?> FaultOfAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Stop);
        var status = (int)answer.StatusCode;
        var type = answer.Content.Headers.ContentType?.MediaType;
        if (type != Problem)
        {
            return $"{status} {type} {text}";
        }

        var problem = JsonElement.Parse(text);
        var isWhole =
            problem.TryGetProperty("status", out var said)
            && said.ValueKind == JsonValueKind.Number
            && said.GetInt32() == status
            && IsText(problem, "title")
            && IsText(problem, "type");
        return isWhole && answer.StatusCode < HttpStatusCode.InternalServerError ? null : $"{status} {text}";
    }

    private static bool IsText(JsonElement problem, string member) =>
        problem.TryGetProperty(member, out var text)
        && text.ValueKind == JsonValueKind.String
        && text.GetString() != "";

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.NonBacktracking)]
    private static partial Regex Segments();

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
