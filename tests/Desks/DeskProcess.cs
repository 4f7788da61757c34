using TriageMesh.TestKit.Mesh;

namespace TriageMesh.Desks;

/// <summary>Starts a desk in a process of its own.</summary>
internal static class DeskProcess
{
    public static Task<ServiceProcess> StartAsync(
        int port,
        string database,
        string bus,
        Uri router,
        CancellationToken cancellationToken
    )
    {
        var address = new Uri($"http://127.0.0.1:{port}");
        return ServiceProcess.StartAsync(
            ServiceProcess.ThisProgramAs("desk"),
            address,
            [
                $"--Database:ConnectionString={database}",
                $"--Bus:Uri={bus}",
                $"--Router:Url={router}",
                $"--Security:SigningKey={Convert.ToBase64String(new byte[32])}",
                $"--Desk:Url={address}",
                "--Desk:FirstAdmin:Password=correct horse 9",
                "--Logging:LogLevel:Default=Warning",
            ],
            line => Console.Error.WriteLine($"desk: {line}"),
            cancellationToken
        );
    }
}
