using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Platform.Security;
using TriageMesh.TestKit;
using TriageMesh.TestKit.Mesh;

namespace TriageMesh.Flow.Specs.Router;

/// <summary>A router as operators run it: the built program in a process of its own, killed at the end.</summary>
internal sealed class RouterProcess : IDisposable
{
    private static readonly string SigningKey = Convert.ToBase64String(new byte[32]);
    private readonly ServiceProcess _process;

    private RouterProcess(ServiceProcess process)
    {
        _process = process;
        Lead = new HttpClient { BaseAddress = process.Address };
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
        // Several processes share one small server.
        var database = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { MaxPoolSize = 14 };
        return new RouterProcess(
            await ServiceProcess.StartAsync(
                [
                    "dotnet",
                    "exec",
                    RepositoryRoot.Below("services", "Router", "bin", "Debug", "net10.0", "TriageMesh.Router.dll"),
                ],
                address,
                [
                    $"--Database:ConnectionString={database.ConnectionString}",
                    "--Bus:Transport=rabbitmq",
                    $"--Bus:Uri={rabbit.Uri}",
                    $"--Security:SigningKey={SigningKey}",
                    $"--Router:Url={address}",
                    "--Logging:LogLevel:Default=Warning",
                ],
                line => TestContext.Current.TestOutputHelper?.WriteLine(line),
                cancellationToken
            )
        );
    }

    /// <summary>Ends it in the middle of whatever it does.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        Lead.Dispose();
        _process.Dispose();
    }

    private static string Token() =>
        new TokenIssuer(Options.Create(new SecurityOptions { SigningKey = SigningKey }), TimeProvider.System).Issue(
            new Caller(Guid.NewGuid(), "specs", [Role.Lead]),
            TimeSpan.FromHours(1)
        );
}
