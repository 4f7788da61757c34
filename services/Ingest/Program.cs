using TriageMesh.Ingest;
using TriageMesh.Platform.Hosting;

return await MeshHost.RunAsync(args, new IngestService());
