using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Platform.Security;
using TriageMesh.TestKit;
using TriageMesh.TestKit.Mesh;

namespace TriageMesh.Flow.Specs.Router;

/// <summary>A router as operators run it: the built program in a process of its own, killed at the end.</summary>
internal sealed class RouterProcess : IAsyncDisposable
{
    private static readonly string SigningKey = Convert.ToBase64String(new byte[32]);
    private readonly Process _process;

    private RouterProcess(Process process, Uri address)
    {
        _process = process;
        Lead = new HttpClient { BaseAddress = address };
        Lead.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token());
    }

    /// <summary>A lead who talks to this router.</summary>
    public HttpClient Lead { get; }

    public static async Task<RouterProcess> StartAsync(
        PostgresFixture postgres,
        RabbitFixture rabbit,
        CancellationToken cancellationToken
    )
    {
        var address = new Uri($"http://127.0.0.1:{FreePorts.Take()}");
        var start = new ProcessStartInfo(
            "dotnet",
            ["exec", RepositoryRoot.Below("services", "Router", "bin", "Debug", "net10.0", "TriageMesh.Router.dll")]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Several processes share one small server.
        start.Environment["Database__ConnectionString"] = new NpgsqlConnectionStringBuilder(postgres.ConnectionString)
        {
            MaxPoolSize = 14,
        }.ConnectionString;
        start.Environment["Bus__Transport"] = "rabbitmq";
        start.Environment["Bus__Uri"] = rabbit.Uri;
        start.Environment["Security__SigningKey"] = SigningKey;
        start.Environment["Router__Url"] = address.ToString();
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        process.OutputDataReceived += (_, line) => Tell(line.Data);
        process.ErrorDataReceived += (_, line) => Tell(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var router = new RouterProcess(process, address);
        await Eventually.Be(router.IsReadyAsync, ready => ready, cancellationToken);
        return router;
    }

    public async ValueTask DisposeAsync()
    {
        Lead.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        _process.HasExited.ShouldBeFalse();
        try
        {
            using var answer = await Lead.GetAsync(new Uri("/api/v1/me", UriKind.Relative), cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static void Tell(string? line)
    {
        if (line is not null)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(line);
        }
    }

    private static string Token() =>
        new TokenIssuer(Options.Create(new SecurityOptions { SigningKey = SigningKey }), TimeProvider.System).Issue(
            new Caller(Guid.NewGuid(), "specs", [Role.Lead]),
            TimeSpan.FromHours(1)
        );
}
